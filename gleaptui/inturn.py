"""Keys in turn: each is taken up once all that the one before has set off is done."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterator

from textual.app import App
from textual.events import Event, InputEvent, Key, Paste
from textual.message_pump import MessagePump

_LONGEST_START = 5.0
"""Seconds that keys wait for a program that has only begun."""
_MOST_TURNS = 20_000
"""Turns of the loop, a fraction of a second, that a key waits for what was set off before; nothing but what waits for
the world outside takes so many, however busy the machine is."""
_FRAME = 1 / 120
"""Seconds after which Textual lays out anew what has to be."""


class InTurn(App[int]):
    """Textual hands a key to what has the focus when it is read, and does what it means some messages later. Keys that
    come in one piece, over a slow line or from a paste, would all go where the first of them was typed. Here each goes
    where it would go if it were typed slowly."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[Key | Paste] = deque()
        self._turn: asyncio.Task[None] | None = None
        self._patient = True
        """Whether keys wait for the program to have started."""
        self.inputs = 0
        """Keys, pastes and what the mouse did, so far."""

    @property
    def typed(self) -> bool:
        """Whether keys wait for their turn."""
        return bool(self._typed)

    @property
    def starting(self) -> bool:
        """Whether what keys are about is still to come."""
        return False

    async def on_event(self, event: Event) -> None:
        self.inputs += isinstance(event, (InputEvent, Paste))
        if not isinstance(event, (Key, Paste)):
            await super().on_event(event)
        elif self._exit:
            # What is typed after the end would find nothing there any more.
            self._typed.clear()
        elif event.is_forwarded:
            await super().on_event(event)
        else:
            self._typed.append(event)
            if self._turn is None:
                self._turn = asyncio.create_task(self._give_turns(), name="keys in turn")

    async def _give_turns(self) -> None:
        while self._typed:
            await self._started()
            # Where another Textual does not tell, a key still comes before the next.
            with contextlib.suppress(AttributeError):
                await _rest(self)
            self.call_later(super().on_event, self._typed.popleft())
        self._turn = None

    async def _started(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST_START if self._patient else 0):
                while self.starting:
                    await asyncio.sleep(_FRAME)
        self._patient = False


async def _rest(app: App[int]) -> None:
    """Return once no message waits anywhere and none is dealt with, and everything has its place on the screen."""
    turns, rested = 0, False
    while not rested:
        rested = True
        for pump in _pumps(app):
            while not _rests(pump) and turns < _MOST_TURNS:
                turns, rested = turns + 1, False
                await asyncio.sleep(0)
        if turns < _MOST_TURNS and any(screen._layout_required for screen in app.screen_stack[-1:]):
            turns, rested = turns + 1, False
            await asyncio.sleep(_FRAME)


def _pumps(app: App[int]) -> Iterator[MessagePump]:
    """All that take messages, in the order in which they pass them on."""
    for screen in reversed(app.screen_stack):
        yield from screen.walk_children(with_self=True, method="breadth", reverse=True)
    yield app


def _rests(pump: MessagePump) -> bool:
    """Whether it waits for its next message, or takes none. Textual does not tell; its queue knows who waits for it."""
    ready: asyncio.Event = pump._message_queue.ready_event
    waits = not ready.is_set() and bool(ready._waiters)
    return waits or not (pump.is_running or pump._task)
