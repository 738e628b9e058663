"""Which known tickets an answer shows to have left their place."""

from collections.abc import Sequence

from gleaptui.inbox.order import Order
from gleaptui.inbox.spine import Spine
from gleaptui.inbox.stretches import Answer, Stretch


def gone(answer: Answer, stretches: Sequence[Stretch], spine: Spine, order: Order) -> set[str]:
    """Ids of tickets that the answer would have if they were still there. What was confirmed after it was asked for is
    left alone: that may have come after it, too."""
    found: set[str] = set()
    for stretch in stretches:
        found |= _between(answer, stretch, spine)
    found |= _by_keys(answer, stretches, spine, order)
    return found.difference(ticket.id for ticket in answer.tickets)


def _between(answer: Answer, stretch: Stretch, spine: Spine) -> set[str]:
    """Known rows between two marks, or between one and the end of the list."""
    found: set[str] = set()
    if (stretch.left is None and not stretch.top) or (stretch.right is None and not stretch.end):
        return found
    first = stretch.left.row + 1 if stretch.left else 0
    last = stretch.right.row if stretch.right else spine.rows
    index, _ = spine.locate(first)
    while index < len(spine.pages) and spine.pages[index].start < last:
        page = spine.pages[index]
        if page.seen <= answer.asked:
            found.update(page.ids[max(0, first - page.start) : max(0, last - page.start)])
        index += 1
    return found


def _by_keys(answer: Answer, stretches: Sequence[Stretch], spine: Spine, order: Order) -> set[str]:
    """Known tickets that sort within the answer."""
    found: set[str] = set()
    before, keys = order.before, answer.keys
    if not keys:
        return found
    top, end = stretches[0].top, stretches[-1].end
    for page in spine.pages:
        above = not top and before(page.keys[-1], keys[0])
        below = not end and before(keys[-1], page.keys[0])
        if above or below or page.seen > answer.asked:
            continue
        for ticket, key in zip(page.ids, page.keys, strict=True):
            if (top or before(keys[0], key)) and (end or before(key, keys[-1])):
                found.add(ticket)
    return found
