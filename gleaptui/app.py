"""The full-screen program: puts the watch, the panes and the two lines around them together."""

import asyncio
import os
import sys
import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from gleaptui import alertwords, keys, status, terminal, text, theme
from gleaptui.alerts import AlertBook
from gleaptui.board import Board
from gleaptui.clock import Clock, SystemClock
from gleaptui.config import Settings
from gleaptui.earlier import Earlier
from gleaptui.garbage import Sweeper
from gleaptui.gleap.models import Interval
from gleaptui.gleap.periods import Period, growing, resolve
from gleaptui.gleap.stepping import step
from gleaptui.left import Left
from gleaptui.notify import sequences
from gleaptui.paneapp import PaneApp, made
from gleaptui.plan import PAST, PLAN, WATCHED
from gleaptui.refresh.problems import log_unknown
from gleaptui.refresh.snapshot import Problem, Snapshot
from gleaptui.screens.main import MainScreen
from gleaptui.screens.shows import ShowsBoards, ShowsWalls
from gleaptui.standstill import asking, standstill
from gleaptui.stored import first_look
from gleaptui.targets import State, assess
from gleaptui.widgets.bound import bound, keymap
from gleaptui.widgets.statusline import StatusLine
from gleaptui.widgets.tabbar import PANES, TabBar

_LAST_WORDS = 0.5
"""Seconds that leaving may take for what came last to be stored."""
_AFTER_STEPS = 0.4
"""Seconds after the last step to another period in which another one may follow."""
_AGES_EVERY = 10
"""Seconds between looks at the ages on the screen."""


class GleapApp(PaneApp):
    """The tabs, the pane that is looked at, and the watch that feeds it."""

    CSS = """
    Screen { layout: vertical; background: $background; color: $foreground; }
    #panes { height: 1fr; width: 1fr; }
    """
    TITLE = "gleaptui"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_DISPLAY = "ctrl+p"

    BINDINGS: ClassVar[list[BindingType]] = [
        *(bound(f"pane_{name.lower()}", f"pane('{name}')") for name in PANES),
        bound("next_pane", "step(1)", priority=True),
        bound("previous_pane", "step(-1)", priority=True),
        bound("refresh", "ask_again"),
        bound("period", "choose_period"),
        bound("earlier_period", "step_period(-1)"),
        bound("later_period", "step_period(1)"),
        bound("wallboard", "wallboard"),
        bound("acknowledge", "acknowledge"),
        bound("pause", "pause"),
        bound("theme", "next_theme"),
        bound("palette", "command_palette", priority=True),
        bound("help", "help"),
        bound("quit", "leave"),
        bound("suspend", "suspend_process"),
    ]

    def __init__(self, settings: Settings, clock: Clock | None = None, stored: Iterable[Snapshot[object]] = ()) -> None:
        """``stored`` is what the first frame shows, before anything was asked."""
        super().__init__(settings)
        keys.choose(settings.keys)
        self.clock = clock or SystemClock()
        self.animation_level = "none"
        self.period_name = settings.period
        self.period_home = settings.period
        """The period that was last picked by name, from which the steps go."""
        self._asked_name = settings.period
        """The period that is asked for: the one that is shown, once nobody steps on."""
        self._stepping: Timer | None = None
        self._left = Left()
        self.alerts = AlertBook(settings.targets, self.clock, settings.alerts)
        self.crash: Exception | None = None
        targets = {target.metric: target for target in settings.targets}
        self.board = self.honest = Board(now=self._local_now(), period=self.period(), targets=targets)
        self._earlier = Earlier()
        for snapshot in stored:
            self._take(snapshot)
        self._began = self.board.now
        self._start_problem: Problem | None = None
        self._spent = status.Rough()
        self._sweeper = Sweeper()
        self._inputs_before = 0
        self._ticks = 0
        self._waiting = False
        """Whether Gleap asked to wait, when that was last looked at."""
        for name in theme.names():
            self.register_theme(theme.load(name))
        self.theme = settings.theme

    # The screen

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(theme.load("dark").variables)

    def get_default_screen(self) -> Screen[None]:
        return MainScreen(id="_default")

    def compose(self) -> ComposeResult:
        yield TabBar()
        with Container(id="panes"):
            self._panes[self.active] = made(self.active)
            yield self._panes[self.active]
        yield StatusLine()

    async def on_mount(self) -> None:
        self.set_keymap(keymap(self.settings.keys))
        self.app_resume_signal.subscribe(self, lambda _app: self.refresh(layout=True, repaint=True))
        pane = self._pane()
        if pane is not None:
            # Before the first painting, which shows what is stored.
            self._restore(pane)
            self._focus_pane()
            self._show()
        self.set_interval(1.0, self._tick)
        self.call_after_refresh(self._start)
        if self.settings.on_the_wall:
            self.action_wallboard()

    def _start(self) -> None:
        self._sweeper.begin()
        self.run_worker(self._watch_desk(), name="watch", exit_on_error=False, exclusive=True)

    async def _watch_desk(self) -> None:
        """Open the watch and let it run for as long as the program does. Its imports come after the first frame."""
        from gleaptui.gleap.errors import GleapError
        from gleaptui.session import Session

        session = Session(self.settings, clock=self.clock, period=self._asked_period, publish=self._publish)
        try:
            await session.open()
        except GleapError as error:
            self._start_problem = Problem(error.kind, error.title, error.message)
            self._show()
            return
        self._session, self._watch = session, session.watch
        self._give_store()
        self._serve_tickets()
        self._watch_what_is_shown()
        await session.run()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say so where the watch ended by a mistake of ours; the figures would stay as they are for ever."""
        worker = event.worker
        if worker.name in ("watch", "tickets") and event.state is WorkerState.ERROR and worker.error is not None:
            log_unknown(worker.error, f"the worker for the {worker.name} ended")
            self._start_problem = Problem("internal", "gleaptui no longer asks", "Please start it again.")
            self._show()

    def _publish(self, snapshot: Snapshot[object]) -> None:
        self._take(snapshot)
        self._show()

    def _take(self, snapshot: Snapshot[object]) -> None:
        self._left.take(snapshot)
        self.board = self._earlier.showing(self.board, snapshot, self._asked_period().key)

    def _show(self) -> None:
        """Hand the latest board to the pane on the screen, and the facts of the moment to the lines around it."""
        now = self._local_now()
        settled = self._watch is not None and self._stepping is None
        asked = self._watch.scheduler.period if self._watch is not None and settled else self.period()
        period = self._earlier.period or asked
        self.board = replace(self.board, now=now, period=period, next_looks=self._next_looks())
        if self._session is not None:
            kept = self._session
            self.board = replace(self.board, samples=kept.samples, log_version=kept.log_version, backfill=kept.backfill)
        self.board = replace(self.board, states=self._states())
        walled = isinstance(self.screen, ShowsWalls)
        now_asking = asking(self._began, self._start_problem, self._watch, walled=walled)
        self.honest = self.board.halted(standstill(self.board, now_asking, self.settings.refresh.intervals))
        self.alerts.look(self.honest)
        pane = self._pane()
        if pane is not None and not walled:
            pane.show(self.honest)
        hints = status.hints(pane.HINTS, self.active) if pane is not None else status.hints((), "")
        if isinstance(self.screen, ShowsBoards):
            self.screen.show(self.honest)
        elif isinstance(self.screen, ShowsWalls):
            self.screen.show_wall(self.honest, self.alerts.alerts)
        self._notify()
        self.query_one(TabBar).show(
            self.active, (period.label, period.zone), text.clock_time(now), demo=self.settings.demo
        )
        said = status.parts(self.board, self._session, self._start_problem, self._spent)
        alarm = alertwords.sentence(self.alerts.alerts, self.board) if self._start_problem is None else ()
        self.query_one(StatusLine).show(said, hints, alarm)

    def _next_looks(self) -> dict[str, datetime]:
        """When each feed is asked again; nothing where another process asks."""
        session = self._session
        return session.watch.next_looks() if session is not None and session.poller is None else {}

    def _states(self) -> dict[str, State]:
        """How the figures that are shown stand to their targets now. Alerts take longer to be sure."""
        board = self.board
        shown = board.overview.value or () if board.overview.period == board.period.key else ()
        figures, still = {figure.metric: figure for figure in shown}, growing(board.period, board.now)
        return {name: assess(figures.get(name), target, growing=still) for name, target in board.targets.items()}

    def _tick(self) -> None:
        self._ticks += 1
        self._sweeper.look(resting=self.inputs == self._inputs_before)
        self._inputs_before = self.inputs
        now = self._local_now()
        waiting = self._watch is not None and self._watch.budget.paused_until is not None
        if self._ticks % _AGES_EVERY == 0 or now.minute != self.board.now.minute or waiting != self._waiting:
            self._waiting = waiting
            self._show()

    # Period and time

    def _local_now(self) -> datetime:
        return self.clock.now().astimezone(ZoneInfo(self.settings.timezone))

    def period(self) -> Period:
        """The period that is shown, as it stands at this moment."""
        return resolve(self.period_name, self.clock.now(), self.settings.timezone)

    def _asked_period(self) -> Period:
        return resolve(self._asked_name, self.clock.now(), self.settings.timezone)

    def action_choose_period(self) -> None:
        """Ask for another period."""
        from gleaptui.screens.period import PeriodScreen

        def choose(name: str | None) -> None:
            if name:
                self.period_home = name
                self._show_period(name)

        self.push_screen(PeriodScreen(self.period_name, self._local_now(), self.settings.timezone), choose)

    def action_step_period(self, by: int) -> None:
        """Go to the period before or after."""
        if len(self.screen_stack) == 1:
            self._show_period(step(self.period(), by, self.clock.now(), self.period_home).name, _AFTER_STEPS)

    def _show_period(self, name: str, after: float = 0.0) -> None:
        """Show that period at once, and ask for it after so many seconds, if it is still the one."""
        if name == self.period_name:
            return
        self.period_name = name
        self._earlier.end()
        if self._stepping is not None:
            self._stepping.stop()
        self._stepping = self.set_timer(after, self._ask_for_period) if after else None
        if after:
            for snapshot in self._left.of(self.period(), self._grouping):
                self.board = self.board.showing(snapshot)
            self._show()
        else:
            self._ask_for_period()

    def _ask_for_period(self) -> None:
        self._stepping, self._asked_name = None, self.period_name
        if self._session is not None and self._watch is not None:
            scheduler = self._watch.scheduler
            self._session.period_changed()
            for snapshot in self._left.of(self.period(), self._grouping):
                scheduler.adopt(snapshot)
            for feed in PLAN:
                # Whatever stood on the board while steps were taken.
                self.board = self.board.showing(scheduler.snapshot(feed))
        self._show()

    @property
    def _grouping(self) -> Interval:
        return self._watch.desk.grouping if self._watch is not None else "day"

    # Asking

    def action_ask_again(self) -> None:
        """Ask again now for what is on the screen."""
        if self._session is not None:
            self._session.refresh(name for name in WATCHED[self.active] if name not in PAST)
            self._show()

    def _notify(self) -> None:
        """Ring, or ask the terminal for a notification, as configured."""
        for notification in self.alerts.due_notifications():
            written = sequences(notification, self.settings.alerts, tmux="TMUX" in os.environ)
            if written and self._driver is not None:
                self._driver.write(written)

    def action_wallboard(self) -> None:
        """Big figures for a wall, one pane after the other."""
        from gleaptui.screens.wallboard import WallboardScreen

        if len(self.screen_stack) == 1:
            self.push_screen(WallboardScreen(self.settings.wallboard), self._leave_the_wall)
            self.call_after_refresh(self._show)
            self._watch_what_is_shown()

    def _leave_the_wall(self, _: None) -> None:
        """Bring the pane under the wall up to date: it was shown nothing meanwhile."""
        self._show()
        self._watch_what_is_shown()

    def _watch_what_is_shown(self) -> None:
        if self._watch is None:
            return
        if any(isinstance(screen, ShowsWalls) for screen in self.screen_stack):
            wanted = [name for pane in self.settings.wallboard.panes for name in WATCHED[pane.capitalize()]]
            self._watch.scheduler.watch(dict.fromkeys([*WATCHED["Overview"], *wanted]))
        else:
            self._watch.scheduler.watch(WATCHED[self.active])
        self._watch_past()
        self._group_trends()

    def _group_trends(self) -> None:
        """Have months and years asked for only while the plots of them are on the screen."""
        trends = self._panes.get("Trends")
        if self._session is not None and trends is not None:
            from gleaptui.panes.trends import TrendsPane

            walled = any(isinstance(screen, ShowsWalls) for screen in self.screen_stack)
            seen = isinstance(trends, TrendsPane) and self.active == "Trends" and not walled
            self._session.group_by(trends.grouping if isinstance(trends, TrendsPane) and seen else "day")

    def action_acknowledge(self) -> None:
        """The alerts that stand have been seen."""
        for alert in self.alerts.alerts:
            self.alerts.acknowledge(alert.metric)
        self._show()

    def action_pause(self) -> None:
        """Stop asking, or go on."""
        if self._watch is not None:
            scheduler = self._watch.scheduler
            scheduler.resume() if scheduler.paused else scheduler.pause()
            self._show()

    # Everything else

    def action_next_theme(self) -> None:
        """Take the next theme of ours."""
        ours = theme.names()
        self.theme = ours[(ours.index(self.theme) + 1) % len(ours)] if self.theme in ours else ours[0]

    def action_engine(self) -> None:
        """Show what is asked when and why."""
        from gleaptui.screens.engine import EngineScreen

        self.push_screen(EngineScreen(self._watch))

    def action_help(self) -> None:
        """Show every key."""
        from gleaptui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.active))

    def action_leave(self) -> None:
        """End the program."""
        self.exit(0)

    async def put_away(self) -> None:
        """Store what came last, and where somebody was."""
        self._keep_place()
        if self._session is not None:
            await self._session.put_away(_LAST_WORDS)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The command palette's entries."""
        from gleaptui.screens.palette import entries

        return entries(self, screen, theme.names())

    def _fatal_error(self) -> None:
        """Textual's own report prints local variables, the key among them; ours is written by `run`."""
        error = sys.exc_info()[1] or self._exception
        if isinstance(error, Exception) and self.crash is None:
            self.crash = error
        self._return_code = terminal.EXIT_INTERNAL
        self._close_messages_no_wait()


def run(settings: Settings) -> int:
    """Run the program on the terminal until it is left; gives its exit status."""
    clock = SystemClock()
    app = GleapApp(settings, clock, first_look(settings, WATCHED[settings.pane.capitalize()], clock.now()))
    runner = asyncio.Runner()

    def leave(status: int) -> None:
        runner.get_loop().call_soon_threadsafe(app.exit, status)

    async def main() -> None:
        terminal.end_on_signals(leave)
        await app.run_async(mouse=settings.mouse and not settings.on_the_wall)
        await app.put_away()

    terminal.end_when_hung_up()
    runner.run(main())
    crash = app.crash or app._exception
    if crash is not None:
        sys.stderr.write(terminal.crash_report(crash) + "\n")
    status = terminal.EXIT_INTERNAL if crash is not None else app.return_value or 0
    if any(not thread.daemon and thread is not threading.main_thread() for thread in threading.enumerate()):
        # A name look-up that hangs in a thread must not keep the shell waiting.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    runner.close()
    return status
