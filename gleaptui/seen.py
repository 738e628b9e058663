"""The figures of this moment as they were seen over the last week: Gleap keeps no past of them."""

from datetime import datetime, timedelta

from gleaptui.history.store import Store

_SAMPLED = ("open_now", "agents_online")
_LENGTH, _STEP = timedelta(days=7), timedelta(minutes=10)

Samples = dict[str, tuple[tuple[datetime, float | None], ...]]


async def read_samples(store: Store, end: datetime) -> Samples:
    """Each figure that was ever seen, oldest first, None where nobody looked."""
    steps = _LENGTH // _STEP
    found: Samples = {}
    for metric in _SAMPLED:
        values = await store.trend(metric, _LENGTH, _STEP)
        if any(value is not None for value in values):
            moments = (end - _STEP * (steps - 1 - place) for place in range(steps))
            found[metric] = tuple(zip(moments, values, strict=False))
    return found
