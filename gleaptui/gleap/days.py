"""What the days of a bar chart make together (API.md, "Metrics")."""

from datetime import date

from gleaptui.gleap.models import BarChart, Series


def only_series(chart: BarChart) -> Series | None:
    """The line of a chart; None where it has several, as it is not known which of them is the figure."""
    return chart.series[0] if len(chart.series) == 1 else None


def sum_of_days(chart: BarChart, first: date, last: date) -> tuple[float | None, int]:
    """The sum of a count over the days from ``first`` to ``last``, and how many of them came without a value. A day
    that did not come is taken for one on which nothing was counted. None where no day is known, or where a bar among
    days is none that can be read: it may be a total of them."""
    series = only_series(chart)
    bars = series.bars if series is not None else ()
    if len({bar.start is None for bar in bars}) > 1:
        return None, 0
    values = [bar.value for bar in bars if bar.start is None or first <= bar.start <= last]
    known = [value for value in values if value is not None]
    return sum(known) if known else None, len(values) - len(known)
