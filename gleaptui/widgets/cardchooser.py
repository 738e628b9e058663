"""Which cards the Overview has, and in which order."""

from dataclasses import dataclass

from textual.content import Content

from gleaptui.gleap.metrics import GROUPS, METRIC, METRICS
from gleaptui.keys import labels
from gleaptui.widgets.chooser import Choice, Chooser

EVERY = tuple(metric.id for group in GROUPS for metric in METRICS if metric.group == group)
"""All cards in the order that they have where none was chosen."""

_KEYS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("chooser.toggle",), "show, hide"),
    (("chooser.earlier", "chooser.later"), "move"),
    (("chooser.reset",), "all again"),
    (("back",), "done"),
)


def known(cards: tuple[str, ...]) -> tuple[str, ...]:
    """The metrics among these, each once; empty, which stands for all of them, where there are none."""
    found = tuple(dict.fromkeys(card for card in cards if card in METRIC))
    return () if found == EVERY else found


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every metric in its place, those that are hidden too, so that one that is shown again comes back there."""

    metrics: tuple[str, ...]
    shown: frozenset[str]

    @property
    def cards(self) -> tuple[str, ...]:
        """The cards in their order; empty where they are all of them in the order of the catalogue."""
        return known(tuple(metric for metric in self.metrics if metric in self.shown))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The same for the chooser."""
        return tuple(
            Choice(metric, METRIC[metric].label, metric in self.shown, GROUPS[METRIC[metric].group])
            for metric in self.metrics
        )

    def granting(self, what: str, metric: str) -> "Ranking":
        """The ranking once that wish is fulfilled. The last card stays: a board without any says nothing."""
        if what == "reset":
            return ranking(())
        if what == "toggle" and self.shown != {metric}:
            return Ranking(self.metrics, self.shown ^ {metric})
        if what in ("earlier", "later"):
            metrics = list(self.metrics)
            place = metrics.index(metric)
            metrics.insert(max(0, place + (1 if what == "later" else -1)), metrics.pop(place))
            return Ranking(tuple(metrics), self.shown)
        return self


def ranking(cards: tuple[str, ...]) -> Ranking:
    """The cards, and below them what is not shown."""
    shown = known(cards) or EVERY
    return Ranking((*shown, *(metric for metric in EVERY if metric not in shown)), frozenset(shown))


class CardChooser(Chooser):
    """The list of cards, beside them."""

    DEFAULT_CSS = """
    CardChooser { dock: right; width: 40; max-width: 100%; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__("Cards")

    def lines(self, width: int, height: int) -> list[Content]:
        said = super().lines(width, min(height, len(EVERY) + 5))[: len(EVERY) + 1]
        if height < len(said) + 3:
            return said
        keys = [Content.assemble((f" {labels(names)}", "$accent"), (f" {does}", "$muted")) for names, does in _KEYS]
        room = height - len(said) - 1
        return [*said, Content(""), *(keys if len(keys) <= room else [Content("").join(keys)])]
