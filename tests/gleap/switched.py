"""A server on a real socket whose answers a test can change while it runs."""

from collections.abc import Callable

from gleaptui.config import Settings
from gleaptui.secret import Secret
from tests.gleap.scripted import KEY, PROJECT, Reply, Scripted, Seen, payload
from tests.live_server import LiveServer

_USUAL = {
    "/bar-chart": "bar_chart_datasets_count_newest_first.json",
    "/lists": "lists_team_performance_live.json",
    "/heatmap": "heatmap_series.json",
    "/raw-data": "raw_data_array.json",
    "/tickets": "tickets_list_count_limit1.json",
    "/messages": "messages_paginated.json",
    "/projects/users": "projects_users_array.json",
    "/permissions": "users_me_permissions.json",
    "/users/me": "users_me.json",
}


def usual(seen: Seen) -> Reply:
    """A good answer to every question of the program."""
    if seen.path.endswith("/facts"):
        kinds = {"TIME": "time_hours_raw", "RATING": "rating_emoji", "RATE": "rate_percent", "SLA_C": "rate_percent"}
        kind = next((kind for part, kind in kinds.items() if part in seen.chart), "count")
        return Reply(payload(f"facts_{kind}.json"))
    return next((Reply(payload(name)) for end, name in _USUAL.items() if seen.path.endswith(end)), Reply(b"", 404))


class Switched(LiveServer):
    """Answers by ``script``, and as usual where that gives None."""

    def __init__(self) -> None:
        super().__init__()
        self.script: Callable[[Seen], Reply | None] = usual
        self._scripted = Scripted(lambda seen: self.script(seen) or usual(seen))
        self.seen = self._scripted.seen
        """What was asked, oldest first."""
        self.through(lambda _: self._scripted)

    @property
    def settings(self) -> Settings:
        """What a command needs to read it."""
        return Settings(project=PROJECT, token=Secret(KEY), base_url=self.url, timezone="Europe/Paris")
