"""What the list of people says about itself: whom it leaves out, what it compares with, what is out of sight."""

from textual.content import Content

from gleaptui.keys import label, labels
from gleaptui.leaderboard import MEASURE, AgentsLayout, Standings
from gleaptui.widgets.chooser import Choice
from gleaptui.widgets.lines import Lines, justified


class Said(Lines):
    """A line with something at either end."""

    DEFAULT_CSS = """
    Said { height: 1; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._said = (Content(""), Content(""))

    def show(self, left: Content, right: Content) -> None:
        """Show these."""
        self._said = (left, right)
        self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        return [justified(*self._said, width)]


def note(found: Standings, layout: AgentsLayout, wanted: str, shown: int) -> Content:
    """How many there are, for the heading; where somebody is looked for, how many were found."""
    if found.pending:
        return Content.styled("not computed yet: every figure is still zero", "$watch")
    services = sum(entry.agent.service_account for entry in found.entries)
    people = len(found.entries) - services
    said = f"{people} people" if people != 1 else "1 person"
    if services:
        said += f", {services} auto{' hidden' if layout.people_only else ''}"
    if wanted:
        said = f"{shown} of {len(found.entries)} found"
    return Content.styled(said, "$muted")


def nobody(found: Standings, wanted: str) -> Content:
    """Why nobody is listed."""
    if wanted and found.entries:
        return Content(f"nobody of that name; {label('back')} shows everybody")
    if found.entries:
        return Content(f"only service accounts; {label('agents.people')} shows them")
    return Content("nobody worked on tickets in this period")


def searched(wanted: str, shown: int, found: Standings) -> Content:
    """Who is looked for, and how many were found."""
    return Content.assemble(
        (f" /{wanted}", "$foreground"),
        (f"  {shown} of {len(found.entries)}  ", "$muted"),
        (label("back"), "$accent"),
        (" shows everybody", "$muted"),
    )


def about_average(found: Standings, layout: AgentsLayout) -> Content:
    """What differences are against, and whom the average counts besides those who are listed."""
    if found.average is None:
        return (
            Content.styled(" Gleap gave no team average to compare with", "$watch")
            if layout.difference
            else Content("")
        )
    hidden = sum(entry.agent.service_account for entry in found.entries) if layout.people_only else 0
    counts = f"{hidden} hidden service account{'' if hidden == 1 else 's'}"
    if not layout.difference:
        return Content.styled(f" the team average counts {counts} too" if hidden else "", "$muted")
    return Content.assemble(
        (" difference to the team average", "$muted"),
        (f" with {counts}" if hidden else "", "$muted"),
        (f"  {label('agents.difference')}", "$accent"),
        (" figures", "$muted"),
    )


def out_of_sight(columns: tuple[str, ...], layout: AgentsLayout) -> Content:
    """How many of the wanted columns have no room."""
    shown, wanted = sum(key in layout.shown for key in columns), len(layout.shown)
    if shown >= wanted:
        return Content("")
    return Content.assemble(
        (f"{shown} of {wanted} columns, ", "$muted"), (labels(("left", "right")), "$accent"), (" more ", "$muted")
    )


def choices(layout: AgentsLayout) -> tuple[Choice, ...]:
    """The columns to choose from."""
    mark = "▲" if layout.rising else "▼"
    return tuple(
        Choice(key, MEASURE[key].name, key not in layout.hidden, mark if key == layout.sort else "")
        for key in layout.order
    )
