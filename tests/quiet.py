"""Waiting until a program on Textual has done all that follows from what was done to it.

Textual's own tests wait until the process uses little time, which on a busy machine says nothing."""

import asyncio
from collections.abc import Iterator
from typing import TypeVar

from textual._context import active_app
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen

from gleaptui.inturn import InTurn

_RESTS = 12
"""Rounds in a row without anything to do, since what answers a message may hand on to others for some rounds."""
_LONGEST = 30.0

Value = TypeVar("Value")


async def quiet(app: App[Value]) -> None:
    """Return once no message waits and nothing is left to lay out or to draw. Raises `TimeoutError`."""
    async with asyncio.timeout(_LONGEST):
        rests = 0
        while rests < _RESTS and app.is_running:
            await asyncio.sleep(0)
            rests = 0 if _has_to_do(app) else rests + 1


async def active_is_quiet(_min_sleep: float = 0, _max_sleep: float = 0) -> None:
    """The same for the program that a pilot drives, in the place of Textual's `wait_for_idle`."""
    await quiet(active_app.get())


def _has_to_do(app: App[Value]) -> bool:
    if app._resize_timer is not None:
        # Another size is taken over a moment later, as several come while a window is drawn larger.
        app._check_resize()
        return True
    screen = app.screen_stack[-1] if app.screen_stack else None
    if screen is not None and _has_to_draw(screen) and not app._batch_count:
        # What its timer would do within a sixtieth of a second.
        screen._on_timer_update()
        return True
    if isinstance(app, InTurn) and app.typed:
        return True
    return any(pump.message_queue_size or pump._next_callbacks for pump in _pumps(app))


def _has_to_draw(screen: Screen[Value]) -> bool:
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )


def _pumps(app: App[Value]) -> Iterator[MessagePump]:
    yield app
    for screen in app.screen_stack:
        yield from screen.walk_children(with_self=True)
