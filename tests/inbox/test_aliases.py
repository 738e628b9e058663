"""Names for a project's own statuses."""

import pytest

from gleaptui.inbox.aliases import checked_aliases
from gleaptui.inbox.filters import FilterError, Vocabulary, parse
from tests.demo.site import NOW


def test_a_status_can_be_asked_for_by_the_name_the_config_gives_it() -> None:
    aliases = checked_aliases({"cz0aa": "Waiting for engineering", "aB3": "on hold"}, "config.toml")
    vocabulary = Vocabulary(now=NOW, aliases=aliases)
    assert parse('status:"waiting for engineering","ON HOLD",open', vocabulary).statuses == ("cz0aa", "aB3", "OPEN")
    assert parse("status:cz0aa", vocabulary).statuses == ("cz0aa",)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"a b": "x"}, "statuses.a b: a status is a short id"),
        ({"": "x"}, "a status is a short id"),
        ({"DONE": "finished"}, "Gleap's own status"),
        ({"x1": ""}, "expected a name"),
        ({"x1": "n" * 31}, "expected a name"),
        ({"x1": "a\x1bb"}, "expected a name"),
        ({"x1": "a,b"}, "expected a name"),
        ({"x1": "In progress"}, "already means Gleap's INPROGRESS"),
        ({"x1": "hold", "x2": "Hold"}, "'Hold' is the name of another status"),
    ],
)
def test_a_name_that_would_mislead_is_refused_with_its_place(written: dict[str, str], told: str) -> None:
    with pytest.raises(FilterError) as raised:
        checked_aliases(written, "config.toml")
    assert str(raised.value).startswith("config.toml: statuses.")
    assert told in str(raised.value)
    assert str(raised.value).isprintable()
