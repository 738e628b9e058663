"""Charts whose unit Gleap did not say."""

from msgspec import structs

from gleaptui.gleap.metrics import METRIC
from gleaptui.gleap.models import Figure, Series
from gleaptui.widgets.reading import Reading, under_cursor
from gleaptui.widgets.trend import collect, compared
from tests.figures import board, figure, series

TIME = "reply_time"


def said(days: Series, whole: Figure | None) -> str:
    """What stands over the plot of these days."""
    shown = board((whole,) if whole is not None else (), trends={TIME: days})
    chart = next(trend.chart for trend in collect(shown, compared(shown), False, "day") if trend.metric.id == TIME)
    assert chart is not None
    return under_cursor(Reading(METRIC[TIME], whole, chart, 2), 80).plain


def test_a_unit_that_was_assumed_is_marked_unless_the_figure_of_the_period_bears_it_out() -> None:
    days = structs.replace(series([600, None, 900, 1_200, 800]), unit_assumed=True)
    whole = figure(TIME, 901.0)
    assert "unit?" not in said(days, whole)
    assert "unit?" not in said(structs.replace(days, unit_assumed=False), None)
    for other in (
        None,
        structs.replace(whole, value=54_000.0),
        structs.replace(whole, value=None),
        structs.replace(whole, unit_assumed=True),
    ):
        assert "unit?" in said(days, other)
