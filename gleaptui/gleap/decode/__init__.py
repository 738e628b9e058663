"""From the bytes of an answer to models. Every decoder gives a right value or raises `ShapeError`, never a guess."""

from gleaptui.gleap.decode.envelope import ShapeError, parse
from gleaptui.gleap.decode.events import events, events_in_pieces
from gleaptui.gleap.decode.failures import error_code, error_text, is_error
from gleaptui.gleap.decode.lists import exported, stat_list, team_performance
from gleaptui.gleap.decode.messages import messages
from gleaptui.gleap.decode.people import me, people, permissions, teams
from gleaptui.gleap.decode.statistics import bar_chart, fact, heatmap
from gleaptui.gleap.decode.tickets import activities, ticket, ticket_count, ticket_page

__all__ = [
    "ShapeError",
    "activities",
    "bar_chart",
    "error_code",
    "error_text",
    "events",
    "events_in_pieces",
    "exported",
    "fact",
    "heatmap",
    "is_error",
    "me",
    "messages",
    "parse",
    "people",
    "permissions",
    "stat_list",
    "team_performance",
    "teams",
    "ticket",
    "ticket_count",
    "ticket_page",
]
