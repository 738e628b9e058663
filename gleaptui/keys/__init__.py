"""Every key there is: what it is called in the settings, what it does where, and which key somebody chose for it.

A name without a point holds everywhere or wherever one can move; ``agents.sort`` holds where agents are.
"""

from collections.abc import Iterable, Mapping

from gleaptui.keys.names import KeyNameError, canonical, shown

Keymap = dict[str, tuple[str, ...]]


_DEFAULTS = {
    "": "next_pane:tab previous_pane:shift+tab period:p earlier_period:[ later_period:] refresh:r pause:space "
    "acknowledge:A wallboard:W theme:t palette:ctrl+p help:? quit:q suspend:ctrl+z "
    "down:j|down up:k|up left:h|left right:l|right first:g|home last:G|end half_page_down:ctrl+d half_page_up:ctrl+u "
    "page_down:pagedown|ctrl+f page_up:pageup|ctrl+b open:enter back:escape close:q",
    "overview": "cards:c earlier:H|shift+left later:L|shift+right unassigned:u waiting:w open_tickets:o",
    "trends": "much_earlier:H|shift+left much_later:L|shift+right oldest:0|^ newest:$ before:v grouping:i drawing:d "
    "span:w",
    "agents": "sort:s reverse:S find:/ people:a columns:c difference:d bars:b export:e",
    "person": "next:n|> previous:N|<",
    "heatmap": "kind:c numbers:v busiest:b now:n",
    "events": "follow:f search:/ earlier:n later:N filter:F jump::|J columns:c",
    "tickets": "views:v filter:f search:/ next_hit:n previous_hit:N sort:s columns:c settle:u export:e",
    "ticket": "next:J previous:K message_down:} message_up:{ log:a link:l linked:L web:o copy_link:y copy_number:Y "
    "copy_message:c export:e",
    "chooser": "toggle:space|x|enter earlier:<|[|K|shift+up later:>|]|J|shift+down sort:s wider:+|= "
    "narrower:- reset:0 done:c",
    "wall": "next:space",
}
PANES = ("overview", "trends", "agents", "heatmap", "events", "tickets")


def _spread(places: Mapping[str, str]) -> Keymap:
    found: Keymap = {}
    for place, entries in places.items():
        for entry in entries.split():
            name, _, keys = entry.partition(":")
            found[f"{place}.{name}" if place else name] = tuple(keys.split("|"))
    return found


DEFAULTS: Keymap = {f"pane_{name}": (str(number),) for number, name in enumerate(PANES, 1)} | _spread(_DEFAULTS)
"""The keys of each action, the one that is shown first."""
_chosen: Keymap = {}


def choose(keymap: Keymap) -> None:
    """Use these keys in this process from now on: those of the settings, which say so once, at the start."""
    global _chosen
    _chosen = dict(keymap)


def keys_of(name: str) -> tuple[str, ...]:
    """The keys of an action."""
    return _chosen.get(name) or DEFAULTS[name]


def label(name: str) -> str:
    """The key of an action as it is shown."""
    return shown(keys_of(name)[0])


def labels(names: Iterable[str]) -> str:
    """The same for several, as a hint has them."""
    found = [label(name) for name in names]
    if len(found) > 3 and all(key.isdigit() for key in found):
        return f"{found[0]} – {found[-1]}"
    return " ".join(found)


def relabelled(hint: str, place: str = "") -> str:
    """A hint that names keys, such as ``s S``, with the keys that somebody chose instead."""
    if not _chosen:
        return hint
    return " ".join(_label_instead(key, place) for key in hint.split(" "))


def _label_instead(key: str, place: str) -> str:
    try:
        sought = canonical(key)
    except KeyNameError:
        return key
    at_place = [name for name in DEFAULTS if place and name.startswith(f"{place}.")]
    anywhere = [name for name in DEFAULTS if "." not in name]
    name = next((name for name in (*at_place, *anywhere) if sought in DEFAULTS[name]), "")
    return label(name) if name in _chosen else key
