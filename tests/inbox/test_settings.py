"""What a config may say about tickets."""

import pytest

from gleaptui.inbox.filters import FilterError
from gleaptui.inbox.settings import inbox_settings


def test_views_and_names_for_statuses_are_read() -> None:
    found = inbox_settings("ann@example.test", [{"name": "my own", "assignee": "me"}], {"cz0aa": "waiting"})
    assert [view.name for view in found.views] == ["my own"]
    assert found.aliases == {"waiting": "cz0aa"}


@pytest.mark.parametrize(
    ("view", "statuses"),
    [({"name": "x", "colour": "red"}, {}), ({"name": "x", "created": "soonish"}, {}), ({"name": "x"}, {"no id": "y"})],
)
def test_what_means_nothing_is_named(view: dict[str, object], statuses: dict[str, str]) -> None:
    with pytest.raises(FilterError, match=r"views\[1\]|statuses"):
        inbox_settings("", [view], statuses)
