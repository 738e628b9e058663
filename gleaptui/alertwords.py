"""What an alert says, for whoever has much room or little: the fullest wording first, and no figure is ever cut."""

from collections.abc import Sequence

from gleaptui import text
from gleaptui.alerts import Alert
from gleaptui.board import Board
from gleaptui.gleap.metrics import METRIC
from gleaptui.keys import label
from gleaptui.targets import State

Part = tuple[str, str]
"""A text and the theme variable it is shown in."""


def sign(state: State) -> str:
    """Tells a critical alert from a warning without any colour."""
    return "!!" if state == "critical" else "!"


def style(state: State) -> str:
    """The theme variable that a state is shown in."""
    return "$bad" if state == "critical" else "$watch"


def value(alert: Alert) -> str:
    """The figure as of its last answer."""
    return text.quantity(alert.value, METRIC[alert.metric].unit)


def limit(alert: Alert) -> str:
    """On which side of its target the figure is: ``over 15m``. It may be back, and not be sure of it yet."""
    side = "over" if alert.target.when == "above" else "under"
    return f"back within {alert.target.written}, {side}" if alert.eased else f"{side} {alert.target.written}"


def since(alert: Alert, board: Board) -> str:
    """When it began: ``since 13:40``."""
    return f"since {text.day_and_time(board.local(alert.since), board.now)}"


def age(alert: Alert, board: Board) -> str:
    """How old the figure is: ``6m``."""
    return text.age((board.now - alert.as_of).total_seconds())


def sentence(alerts: Sequence[Alert], board: Board) -> tuple[Part, ...]:
    """The worst of those alerts that nobody has acknowledged in a sentence, and how many more there are; nothing where
    there are none."""
    news = [alert for alert in alerts if not alert.acknowledged]
    if not news:
        return ()
    worst = news[0]
    name = f"{sign(worst.state)} {METRIC[worst.metric].label}"
    known = f"{name} {value(worst)}" + (f" {age(worst, board)} ago," if worst.stale else "")
    began, count = since(worst, board), len(news) - 1
    whole = f"{known} {limit(worst)} {began}"
    more = f", and {count} more" if count else ""
    short = known.removesuffix(",")
    wordings = (
        f"{whole}{more} ({label('acknowledge')} acknowledges)",
        f"{whole}{more}",
        whole,
        f"{short}, {began}{more}",
        f"{short}, {began}",
        f"{short}{more}",
        short,
        name,
        f"{sign(worst.state)} {count + 1} off target",
    )
    return tuple((said, f"bold {style(worst.state)}") for said in wordings)
