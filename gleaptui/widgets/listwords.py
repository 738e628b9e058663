"""What the list of tickets says about itself."""

from textual.content import Content

from gleaptui import text
from gleaptui.inbox.columns import COLUMNS
from gleaptui.inbox.desk import Inbox
from gleaptui.keys import label
from gleaptui.widgets.chooser import Choice
from gleaptui.widgets.ticketrows import Places, usual


def scope(inbox: Inbox) -> str:
    """What is looked at: the view, what narrows it down, and the order where it is not the view's own."""
    parts = [inbox.view.label, inbox.look.filter, f"sorted by {inbox.look.sort}" if inbox.look.sort else ""]
    return ", ".join(part for part in parts if part)


def place(inbox: Inbox, cursor: int) -> Content:
    """Where one is in the list, and what has come meanwhile."""
    rows, total = inbox.rows.rows, inbox.rows.total
    if not rows:
        said = "" if total is None else "none"
    elif total is not None:
        said = f"{text.grouped(cursor + 1)} of {text.grouped(total)}"
    elif inbox.looked_at is not None:
        said = f"{text.grouped(cursor + 1)} of {text.grouped(rows)} so far"
    else:
        said = f"{text.grouped(cursor + 1)} of {text.grouped(rows)} or more"
    parts: list[tuple[str, str]] = [(said, "$foreground")]
    if inbox.looked_at is not None and total is None:
        parts.append((f", {text.grouped(inbox.looked_at)} looked through", "$muted"))
    news = [f"{inbox.arrived} new" if inbox.arrived else "", f"{inbox.gone} gone" if inbox.gone else ""]
    if any(news):
        parts += [(f"  {', '.join(filter(None, news))} ", "$watch"), (label("tickets.settle"), "$accent")]
        parts.append((" shows", "$muted"))
    return Content.assemble(*parts)


def nothing_here(inbox: Inbox, *, failed: bool) -> Content:
    """Why no row is shown; ``failed`` where they could not be read."""
    if failed and inbox.rows.total is None:
        return Content.styled("no tickets could be read", "$muted")
    if inbox.rows.total is None:
        looked = inbox.looked_at
        if looked:
            return Content.styled(f"none among the {text.grouped(looked)} tickets looked through so far", "$muted")
        return Content.styled("loading…", "$muted")
    words = f"no tickets in “{scope(inbox)}”"
    if inbox.look.filter:
        return Content.assemble(
            (words, "$muted"), ("  ", ""), (label("back"), "$accent"), (" shows all of it", "$muted")
        )
    return Content.styled(words, "$muted")


def remarks(inbox: Inbox) -> Content:
    """What one should know of the rows that are shown."""
    notes = (inbox.compiled.partly_here, inbox.compiled.note, inbox.view.note)
    return Content.styled(" " + "; ".join(dict.fromkeys(note for note in notes if note)), "$muted")


def choices(places: Places, order: str) -> tuple[Choice, ...]:
    """The columns to choose from, in their order."""
    shown = dict(places)
    return tuple(Choice(key, COLUMNS[key].label, key in shown, _note(key, shown, order)) for key in _every(places))


def _every(places: Places) -> list[str]:
    """All columns: those that are shown, and each of the others where it would usually stand."""
    keys = [key for key, _ in places]
    usually = list(COLUMNS)
    for number, key in enumerate(usually):
        if key not in keys:
            left = next((other for other in reversed(usually[:number]) if other in keys), None)
            keys.insert(keys.index(left) + 1 if left is not None else 0, key)
    return keys


def _note(key: str, shown: dict[str, int], order: str) -> str:
    column = COLUMNS[key]
    width = (shown.get(key) or column.width) if key in shown else 0
    sorted_by = f"by {order}" if order in column.sorts else ""
    return "  ".join(part for part in (str(width) if width else "", sorted_by) if part)


def rearranged(places: Places, what: str, key: str) -> Places:
    """The columns after somebody wished for that."""
    keys = [name for name, _ in places]
    if what == "reset":
        return usual()
    if what == "toggle":
        if key in keys:
            return tuple(place for place in places if place[0] != key) if len(places) > 1 else places
        widths = {**dict(places), key: 0}
        return tuple((one, widths[one]) for one in _every(places) if one in widths)
    if key not in keys:
        return places
    at = keys.index(key)
    if what in ("wider", "narrower"):
        width = (places[at][1] or COLUMNS[key].width or COLUMNS[key].least) + (1 if what == "wider" else -1)
        return (*places[:at], (key, max(3, min(width, 200))), *places[at + 1 :])
    to = at + (1 if what == "later" else -1)
    if not 0 <= to < len(places):
        return places
    moved = list(places)
    moved[at], moved[to] = moved[to], moved[at]
    return tuple(moved)
