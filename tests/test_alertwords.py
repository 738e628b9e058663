"""An alert says what is wrong, how wrong and since when, in whatever room there is."""

from dataclasses import replace
from datetime import UTC, timedelta

from gleaptui.alertwords import limit, sentence
from tests.figures import NOW, board
from tests.frames.desks import alarms


def wordings(**changes: object) -> list[str]:
    """All wordings of two alerts, the worst of them changed."""
    worst, other = alarms()
    return [said for said, _ in sentence((replace(worst, **changes), other), board())]  # type: ignore[arg-type]


def test_the_fullest_wording_says_all_and_each_shorter_one_keeps_figures_whole() -> None:
    assert wordings() == [
        "!! Rating 87.4 under 90 since 13:40, and 1 more (A acknowledges)",
        "!! Rating 87.4 under 90 since 13:40, and 1 more",
        "!! Rating 87.4 under 90 since 13:40",
        "!! Rating 87.4, since 13:40, and 1 more",
        "!! Rating 87.4, since 13:40",
        "!! Rating 87.4, and 1 more",
        "!! Rating 87.4",
        "!! Rating",
        "!! 2 off target",
    ]


def test_a_warning_and_a_critical_alert_are_told_apart_without_colours() -> None:
    assert wordings(state="warning")[0].startswith("! Rating")


def test_an_old_figure_says_how_old_it_is() -> None:
    as_of = NOW.astimezone(UTC) - timedelta(minutes=6)
    assert wordings(stale=True, as_of=as_of)[1] == "!! Rating 87.4 6m ago, under 90 since 13:40, and 1 more"
    assert wordings(stale=True, as_of=as_of)[6] == "!! Rating 87.4 6m ago"


def test_a_figure_that_keeps_to_its_target_again_is_not_said_to_miss_it() -> None:
    worst = replace(alarms()[0], value=93.0)
    assert limit(worst) == "back within 90, under"
    assert limit(alarms()[0]) == "under 90"


def test_what_somebody_knows_of_is_no_news() -> None:
    worst, other = (replace(alert, acknowledged=True) for alert in alarms())
    assert not sentence((worst, other), board())
    assert sentence((worst, alarms()[1]), board())[-1][0] == "! 1 off target"
