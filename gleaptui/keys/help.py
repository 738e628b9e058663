"""The keys in groups, as the help shows them."""

from dataclasses import dataclass

from gleaptui.keys import PANES


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the help: actions that belong together, and what they do."""

    names: tuple[str, ...]
    does: str


HELP: tuple[tuple[str, tuple[Said, ...]], ...] = (
    (
        "Everywhere",
        (
            Said(tuple(f"pane_{name}" for name in PANES), "go to a pane"),
            Said(("next_pane", "previous_pane"), "next or previous pane"),
            Said(("period", "earlier_period", "later_period"), "choose the period, step back and forth"),
            Said(("refresh",), "ask again now"),
            Said(("pause",), "pause and go on"),
            Said(("acknowledge",), "acknowledge the alerts"),
            Said(("wallboard",), "wallboard: big figures"),
            Said(("theme",), "next theme"),
            Said(("palette",), "command palette"),
            Said(("help",), "this help"),
            Said(("quit", "suspend"), "quit, suspend"),
        ),
    ),
    (
        "Moving",
        (
            Said(("down", "up"), "down, up"),
            Said(("left", "right"), "left, right"),
            Said(("first", "last"), "first, last"),
            Said(("half_page_down", "half_page_up"), "half a page down, up"),
            Said(("page_down", "page_up"), "a page down, up"),
            Said(("open", "back"), "open what is chosen, go back"),
            Said(("close",), "close a window"),
        ),
    ),
    (
        "Overview",
        (
            Said(("open",), "the figure's trend"),
            Said(("overview.earlier", "overview.later"), "read the plot"),
            Said(("overview.cards",), "choose and order the cards"),
            Said(("overview.unassigned", "overview.waiting"), "unassigned, longest waiting tickets"),
            Said(("overview.open_tickets",), "the open tickets"),
        ),
    ),
    (
        "Trends",
        (
            Said(("left", "right"), "read the plot"),
            Said(("trends.much_earlier", "trends.much_later"), "a week at once"),
            Said(("trends.oldest", "trends.newest"), "the oldest, the newest"),
            Said(("trends.before",), "lay the period before over it"),
            Said(("trends.grouping",), "by day, month or year"),
            Said(("trends.span",), "a day or a week of what was seen"),
            Said(("trends.drawing",), "blocks, braille or ASCII"),
        ),
    ),
    (
        "Agents",
        (
            Said(("agents.sort", "agents.reverse"), "sort by the next column, reverse"),
            Said(("agents.find", "back"), "find a name, show everybody"),
            Said(("agents.people",), "hide service accounts"),
            Said(("agents.columns",), "choose and order the columns"),
            Said(("left", "right"), "columns out of sight"),
            Said(("agents.difference", "agents.bars"), "difference to the team, bars"),
            Said(("open", "person.next", "person.previous"), "a person, the next, the previous"),
            Said(("agents.export",), "write a CSV file"),
        ),
    ),
    (
        "Heatmap",
        (
            Said(("heatmap.kind",), "tickets or comments"),
            Said(("heatmap.numbers",), "numbers or marks"),
            Said(("heatmap.busiest", "heatmap.now"), "the busiest hour, this hour"),
        ),
    ),
    (
        "Events",
        (
            Said(("events.follow",), "follow the newest"),
            Said(("events.search",), "search into the past"),
            Said(("events.earlier", "events.later"), "the earlier, the later hit"),
            Said(("events.filter", "back"), "filter by kind, agent and words; show all"),
            Said(("events.jump",), "jump to a time"),
            Said(("events.columns",), "choose and order the columns"),
            Said(("open",), "the event's ticket"),
        ),
    ),
    (
        "Lists to choose from",
        (
            Said(("chooser.toggle",), "show or hide"),
            Said(("chooser.earlier", "chooser.later"), "move"),
            Said(("chooser.sort",), "sort by it, where there is an order"),
            Said(("chooser.wider", "chooser.narrower"), "wider, narrower"),
            Said(("chooser.reset",), "as it was"),
            Said(("chooser.done",), "done"),
        ),
    ),
    (
        "Tickets",
        (
            Said(("tickets.views",), "open, unassigned, mine and other views"),
            Said(("tickets.filter", "back"), "narrow it down, show all of it again"),
            Said(("tickets.search",), "search words, a number, a link"),
            Said(("tickets.next_hit", "tickets.previous_hit"), "the next that was found, the previous"),
            Said(("tickets.sort", "tickets.columns"), "the next order, choose the columns"),
            Said(("tickets.settle",), "show what has arrived"),
            Said(("tickets.export",), "write the view as CSV or JSON"),
            Said(("open", "ticket.next", "ticket.previous"), "read a ticket, the next, the previous"),
            Said(("ticket.message_up", "ticket.message_down", "ticket.log"), "message by message, activity log"),
            Said(("ticket.link", "ticket.linked"), "a link of the message, a linked ticket"),
            Said(("ticket.web",), "open the ticket in the web app"),
            Said(("ticket.copy_link", "ticket.copy_number", "ticket.copy_message"), "copy link, number, message"),
            Said(("ticket.export",), "write the ticket to a file"),
        ),
    ),
    ("Wallboard", (Said(("wall.next",), "the next page"),)),
)
