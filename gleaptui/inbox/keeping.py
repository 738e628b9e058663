"""What of a long list is kept in memory."""

from collections.abc import Callable

from gleaptui.inbox.spine import Page, Spine

MOST_KNOWN = 200_000
"""Tickets whose ids and order are remembered."""


def shrink(spine: Spine, distance: Callable[[Page], int], *, page: int, most: int) -> None:
    """Drop the details of the pages that are farthest from the rows looked at, and forget the farthest of all.
    ``page`` rows make a page, and details of ``most`` tickets are kept."""
    spine.join_small(page)
    warm = [one for one in spine.pages if one.tickets is not None]
    if sum(len(one.ids) for one in warm) > most:
        room = most
        for one in sorted(warm, key=distance):
            room -= len(one.ids)
            if room < 0 and distance(one) > 3 * page:
                one.tickets = None
    while len(spine.home) > MOST_KNOWN:
        spine.forget(max(spine.pages, key=distance))
