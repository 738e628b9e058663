"""One person's page: each figure beside the team's average, their share of the load, and what they did last."""

from textual.content import Content

from gleaptui import text
from gleaptui.board import Board
from gleaptui.gleap.models import Event
from gleaptui.leaderboard import MEASURES, SHARE, Entry, Measure, Standings, difference, rank
from gleaptui.widgets.kinds import detail, kind
from gleaptui.widgets.lines import fit
from gleaptui.widgets.standings import VERDICTS, bar, figure, signed

MOST_EVENTS = 200
"""Events that are listed, the newest first."""
_NAME, _VALUE = 27, 9
_WORDS = {"count": ("fewer than", "more than"), "rating": ("below", "above"), "seconds": ("less than", "more than")}
_FASTER = ("faster than", "slower than")
"""The same for times that are waited."""
_WHEN, _WHAT = 15, 16


def lines(found: Standings, entry: Entry, board: Board, width: int) -> list[Content]:
    """The whole page for that width. What is not known is a dash."""
    agent = entry.agent
    about = [part for part in (agent.name, agent.email if agent.email != agent.name else "") if part]
    written = [Content.styled(" ".join(about), "bold")] if about else []
    if agent.service_account:
        written.append(Content.styled("service account: works without a person", "$muted"))
    return [
        *(Content.assemble(" ", part) for one in written for part in one.wrap(max(8, width - 2))),
        Content(""),
        *_figures(found, entry, width),
        Content(""),
        *_load(found, entry, width),
        Content(""),
        *_events(entry, board, width),
    ]


def _head(title: str, note: str, width: int) -> Content:
    start = Content.assemble((" ── ", "$rule"), (title, "bold"), (f"  {note} " if note else " ", "$muted"))
    return fit(Content.assemble(start, ("─" * max(0, width - start.cell_length - 1), "$rule")), width)


def _figures(found: Standings, entry: Entry, width: int) -> list[Content]:
    note = "beside the team average" if found.average is not None else "Gleap gave no team average"
    if found.pending:
        note = "not computed yet"
    measures = [measure for measure in MEASURES if measure.key != SHARE]
    return [_head("Figures", note, width), *(_figure(found, entry, measure, width) for measure in measures)]


def _figure(found: Standings, entry: Entry, measure: Measure, width: int) -> Content:
    """The figure in the longest form that fits: label, value, difference in words, rank."""
    value = figure(measure.key, entry.values[measure.key])
    apart = difference(entry, found.average, measure.key)
    style = VERDICTS[apart.goodness] if apart is not None else ""
    short = signed(measure.key, apart.amount) if apart is not None else ""
    said = _in_words(measure, short, apart.average) if apart is not None else ""
    place = rank(found, entry, measure.key)
    ranked = f"{_ordinal(place[0])} of {place[1]}" if place is not None and place[1] > 1 else ""
    forms: list[tuple[str, str, str]] = [
        (measure.name.ljust(_NAME), said.ljust(36), ranked),
        (measure.name.ljust(_NAME), said, ""),
        (measure.name.ljust(_NAME), short, ""),
        (measure.label.ljust(12), short, ""),
        (measure.label.ljust(12), "", ""),
    ]
    number = (value.rjust(_VALUE), "$muted" if value == text.MISSING else "bold")
    for label, apart_said, last in forms:
        line = Content.assemble(
            f" {label} ", number, "  ", (apart_said, style), (f"  {last}" if last else "", "$muted")
        )
        if line.rstrip().cell_length <= width:
            return line.rstrip()
    return fit(Content.assemble(f" {measure.label} ", (value, number[1])), width)


def _in_words(measure: Measure, short: str, average: float) -> str:
    """``6m faster than the team's 20m``."""
    team = figure(measure.key, average)
    if short == "=":
        return f"the same as the team's {team}"
    words = _FASTER if measure.better == "lower" else _WORDS[measure.unit]
    return f"{short[1:]} {words[short[0] == '+']} the team's {team}"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _load(found: Standings, entry: Entry, width: int) -> list[Content]:
    head = _head("Share of the load", "", width)
    share = entry.values[SHARE]
    if share is None:
        return [head, Content.styled(f" {text.MISSING} not known", "$muted")]
    known = [value for one in found.entries if (value := one.values["worked_on"]) is not None]
    whole = f"{'≥' if found.share_is_most else ''}{text.count(sum(known))}"
    shown = figure(SHARE, share, at_most=found.share_is_most)
    words = f"  {text.count(entry.values['worked_on'])} of {whole} worked on"
    even = f", {100 / len(found.entries):.0f} % would be even" if len(found.entries) > 1 else ""
    drawn = bar(share / 100, max(4, min(40, width - 14)))
    said = Content.assemble((shown.rjust(6), "bold"), (words, "$muted"))
    longer = Content.assemble(said, (even, "$muted"))
    return [
        head,
        Content.assemble(" ", (drawn, "$primary on $panel"), "  ", (shown, "bold"))
        if width < 40
        else Content.assemble(" ", (drawn, "$primary on $panel"), "  "),
        fit(Content.assemble(" ", longer if longer.cell_length < width else said), width),
    ]


def of_person(events: tuple[Event, ...], entry: Entry) -> list[Event]:
    """The events that the person did or was concerned by, the newest first. Gleap names people by id, address or name
    (API.md, "Raw data")."""
    agent = entry.agent
    names = {one.casefold() for one in (agent.id, agent.email, agent.name) if one}
    return [event for event in reversed(events) if names & {event.actor.casefold(), event.agent.casefold()}]


def _events(entry: Entry, board: Board, width: int) -> list[Content]:
    snapshot = board.events
    if snapshot.period and snapshot.period != board.period.key:
        snapshot = type(snapshot)(snapshot.feed, board.period.key)
    if snapshot.value is None:
        said = "could not be read" if snapshot.problem is not None else "loading…"
        return [_head("Last events", "", width), Content.styled(f" {said}", "$muted")]
    found = of_person(snapshot.value, entry)
    note = f"{text.grouped(len(found))} among the latest {text.grouped(len(snapshot.value))} of all"
    if not found:
        return [_head("Last events", note, width), Content.styled(" none of this person", "$muted")]
    return [_head("Last events", note, width), *(_event(event, board, width) for event in found[:MOST_EVENTS])]


def _event(event: Event, board: Board, width: int) -> Content:
    shown = kind(event.action)
    time = text.MISSING
    if event.at is not None:
        local = board.local(event.at)
        time = text.clock_time(local, seconds=True)
        if local.date() != board.now.date():
            time = f"{local.day} {local:%b} {time}"
    when = time.rjust(_WHEN) if width >= 40 else time
    what = f"{shown.sign} {shown.word}"
    return fit(
        Content.assemble((f" {when}  ", "$muted"), (what.ljust(_WHAT), shown.style), (f" {detail(event)}", "$muted")),
        width,
    )
