"""Which people a board shows, and of which period: of the last whole one where this one has no figures yet."""

from dataclasses import dataclass

from gleaptui.board import Board
from gleaptui.gleap.models import TeamPerformance
from gleaptui.gleap.periods import Period, partial
from gleaptui.leaderboard import Standings, standings
from gleaptui.widgets.heading import current


@dataclass(frozen=True, slots=True)
class TeamShown:
    """A team and the period that its figures are of."""

    team: TeamPerformance | None
    """None while nothing was answered."""
    period: Period
    idle: bool = False
    """Nobody did anything in it, so that zeros are figures."""
    instead: str = ""
    """Why it is not the period that is looked at; empty where it is."""

    @property
    def standings(self) -> Standings:
        """The people."""
        return standings(self.team, idle=self.idle) if self.team is not None else Standings()

    @property
    def scope(self) -> str:
        """The name of the period where it is not the one that is looked at."""
        return self.period.label if self.instead else ""


def team_shown(board: Board) -> TeamShown:
    """The team of the period that is looked at. Where it has no figures although somebody worked, or because nobody has
    worked yet, the one of the period before, if that is known."""
    team, period = current(board, board.agents).value, board.period
    if team is None or (team.agents and not team.all_zero):
        return TeamShown(team, period)
    idle, running = not team.agents or board.nothing_happened, partial(period, board.now)
    if team.earlier is None or (idle and not running):
        return TeamShown(team, period, idle)
    why = f"nobody worked {period.label} yet" if idle else f"{period.label} is not computed yet"
    return TeamShown(team.earlier, period.previous(), instead=why)
