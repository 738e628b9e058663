"""Telling a person who looks elsewhere: the bell, and the sequences that terminals turn into a notification."""

from gleaptui.alerts import Notification
from gleaptui.gleap.metrics import METRIC
from gleaptui.targets import AlertOptions
from gleaptui.text import clean, quantity

_BELL = "\a"


def said(notification: Notification) -> str:
    """The change in a sentence."""
    metric = METRIC[notification.metric]
    if notification.state == "ok":
        return f"{metric.label} is back within its target: {quantity(notification.value, metric.unit)}"
    side = "over" if notification.target.when == "above" else "under"
    return f"{metric.label} {quantity(notification.value, metric.unit)}, {side} {notification.target.written}"


def sequences(notification: Notification, options: AlertOptions, *, tmux: bool = False) -> str:
    """What to write to the terminal for it; empty where nothing is configured. The bell is for bad news alone."""
    # Semicolons would end a field of the sequence.
    words = clean(said(notification), 200).replace(";", ",")
    sequence = {"off": "", "osc9": f"\x1b]9;{words}{_BELL}", "osc777": f"\x1b]777;notify;gleaptui;{words}{_BELL}"}[
        options.notify
    ]
    if sequence and tmux:
        sequence = "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    return (_BELL if options.bell and notification.worse else "") + sequence
