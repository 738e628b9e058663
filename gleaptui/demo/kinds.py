"""The words of the simulated desk: kinds of event, types, statuses, channels. All numbers here are private to it."""

from typing import Final

# An event is one line of the log: when (epoch ms), ticket number, place within the ticket, kind, agent or -1,
# a value that depends on the kind (seconds, rating, status), and the status before or, for messages, the stage.
Event = tuple[int, int, int, int, int, int, int]

CREATED: Final = 0
ASSIGNED_FIRST: Final = 1
ASSIGNED: Final = 2
UNASSIGNED: Final = 3
REPLY_FIRST: Final = 4
REPLY: Final = 5
COMMENT: Final = 6
NOTE: Final = 7
STATUS: Final = 8
CLOSED_FIRST: Final = 9
CLOSED: Final = 10
COMMENT_AFTER_CLOSE: Final = 11
KAI_INVOLVED: Final = 12
KAI_QUESTION: Final = 13
KAI_ANSWERED: Final = 14
KAI_NO_ANSWER: Final = 15
ESCALATED: Final = 16
KAI_FEEDBACK: Final = 17
SLA_STARTED: Final = 18
SLA_BREACHED: Final = 19
RATED: Final = 20
ARCHIVED: Final = 21

ACTIONS: Final = (
    "CREATE_TICKET",
    "ASSIGN_TICKET",
    "ASSIGN_TICKET",
    "UNASSIGN_TICKET",
    "TICKET_REPLY",
    "TICKET_REPLY",
    "COMMENT_CREATED",
    "NOTE_CREATED",
    "TICKET_STATUS_CHANGE",
    "TICKET_STATUS_CHANGE",
    "TICKET_STATUS_CHANGE",
    "COMMENT_CREATED",
    "KAI_INVOLVED",
    "KAI_QUESTION",
    "KAI_ANSWERED",
    "KAI_ANSWERED_WITH_NO_ANSWER",
    "CUSTOMER_SUPPORT_REQUESTED",
    "KAI_FEEDBACK",
    "SLA_STARTED",
    "SLA_BREACHED",
    "CONVERSATION_RATED",
    "TICKET_ARCHIVED",
)
"""The action of each kind as raw data names it. What API.md, "Raw data", does not list is of our making."""

INQUIRY: Final = 0
BUG: Final = 1
FEATURE_REQUEST: Final = 2
CRASH: Final = 3
FOR_RELEASE: Final = 4
TYPES: Final = ("INQUIRY", "BUG", "FEATURE_REQUEST", "CRASH", "FOR-RELEASE")

OPEN: Final = 0
INPROGRESS: Final = 1
DONE: Final = 2
WAITING: Final = 3
STATUSES: Final = ("OPEN", "INPROGRESS", "DONE", "cz0aa")
STATUS_LABELS: Final = ("Open", "In progress", "Done", "Waiting for engineering")

LOW: Final = 0
MEDIUM: Final = 1
HIGH: Final = 2
PRIORITIES: Final = ("LOW", "MEDIUM", "HIGH")

IN_APP: Final = 0
EMAIL: Final = 1
FORM: Final = 2
WHATSAPP: Final = 3
SDK: Final = 4
CHANNELS: Final = ("IN_APP", "EMAIL", "CONTACT_FORM", "WHATSAPP", "SDK")

BILLING: Final = 0
TECHNICAL: Final = 1
GENERAL: Final = 2

EARLY: Final = 0
MIDDLE: Final = 1
FINAL: Final = 2
TO_KAI: Final = 3
SHARED: Final = 4
"""How far a conversation has come with a message; the event carries it in place of the status before."""

NOBODY: Final = -1

MINUTE: Final = 60_000
HOUR: Final = 3_600_000
DAY: Final = 86_400_000
