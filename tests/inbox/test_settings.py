"""What a config may say about tickets."""

import httpx
import pytest

from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.filters import FilterError
from gleaptui.inbox.settings import inbox_settings
from gleaptui.secret import Secret
from tests.gleap.scripted import KEY, PROJECT, CountingGate, PatientClock, Reply, Scripted


def test_views_and_names_for_statuses_are_read() -> None:
    found = inbox_settings("ann@example.test", [{"name": "my own", "assignee": "me"}], {"cz0aa": "waiting"})
    assert [view.name for view in found.views] == ["my own"]
    assert found.aliases == {"waiting": "cz0aa"}


def test_a_status_of_the_project_s_own_may_mean_closed_where_it_has_a_name() -> None:
    assert inbox_settings("", [], {"wf1": "won't fix"}, closed=("wf1",)).closed == {"wf1"}
    with pytest.raises(FilterError, match=r"closed_statuses: 'wf2' is no id"):
        inbox_settings("", [], {"wf1": "won't fix"}, closed=("wf2",))


async def test_tickets_know_the_names_of_their_statuses_and_which_of_them_mean_closed() -> None:
    listed = {"tickets": [{"_id": "a" * 24, "status": "wf1"}, {"_id": "b" * 24, "status": "cz0aa"}]}
    client = GleapClient(
        Credentials(Secret(KEY), PROJECT),
        gate=CountingGate(),
        clock=PatientClock(),
        base_url="https://desk.invalid/v3",
        transport=httpx.ASGITransport(app=Scripted(Reply(listed))),
        status_names={"wf1": "won't fix", "cz0aa": "waiting"},
        closed_statuses=("wf1",),
    )
    page = await client.tickets(TicketQuery())
    await client.aclose()
    assert [(one.status_label, one.closed) for one in page.tickets] == [("won't fix", True), ("waiting", False)]


@pytest.mark.parametrize(
    ("view", "statuses"),
    [({"name": "x", "colour": "red"}, {}), ({"name": "x", "created": "soonish"}, {}), ({"name": "x"}, {"no id": "y"})],
)
def test_what_means_nothing_is_named(view: dict[str, object], statuses: dict[str, str]) -> None:
    with pytest.raises(FilterError, match=r"views\[1\]|statuses"):
        inbox_settings("", [view], statuses)
