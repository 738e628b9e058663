"""Tickets as documents: the list's entries, the single fetch, the activity log (API.md, "Tickets", "Ticket")."""

from functools import lru_cache

from gleaptui.demo import kinds
from gleaptui.demo.answers import agents_online, last_seen
from gleaptui.demo.case import MESSAGE_KINDS, Case
from gleaptui.demo.desk import Desk
from gleaptui.demo.kinds import DAY, Event
from gleaptui.demo.messages import message, rich_text, said
from gleaptui.demo.people import PROJECT, TEAMS, customer
from gleaptui.demo.phrases import opening, title_of
from gleaptui.demo.rhythm import mix
from gleaptui.demo.wire import (
    EVENT,
    SESSION,
    TICKET,
    Document,
    Json,
    agent,
    agent_id,
    identity,
    instant,
    instant_or_none,
    session,
    team_id,
)
from gleaptui.demo.words import TOPICS

_MOST_REMEMBERED = 2_000
_SENTIMENTS = ("positive", "neutral", "neutral", "negative")


def ticket_id(case: Case) -> str:
    return identity(TICKET, case.traits.at, case.traits.number)


def user(desk: Desk, index: int) -> Document | None:
    """The agent as tickets show them, None for nobody."""
    if index < 0:
        return None
    return agent(index, last_seen(desk, index), index in agents_online(desk))


def upvotes(desk: Desk, case: Case) -> int:
    """Votes for a feature request: they come in slowly over its first weeks."""
    most = mix(desk.seed, 8, case.traits.number) % 61
    age = max(0, desk.now - case.traits.at)
    return int(most * age / (age + 12 * DAY))


def tags(case: Case) -> list[Json]:
    traits = case.traits
    if traits.spam:
        return []
    found: list[Json] = list(TOPICS[traits.topic].tags)
    if customer(traits.customer).plan == "ENTERPRISE":
        found.append("vip")
    return found


def team_of(case: Case) -> int:
    """The team that looks after the ticket's subject."""
    return TOPICS[case.traits.topic].skill


def snoozed_until(desk: Desk, case: Case) -> int:
    """Until when a ticket that waits for others is put aside, 0 if it is not."""
    if case.status != kinds.WAITING or mix(desk.seed, 9, case.traits.number) % 3:
        return 0
    until = case.updated + 2 * DAY
    return until if until > desk.now else 0


def due(case: Case) -> int:
    """When a first reply is due, 0 where none is promised or it was given."""
    return 0 if case.replied or case.status == kinds.DONE else case.sla_due


def linked(desk: Desk, case: Case) -> Case | None:
    """An earlier ticket of the same type that this one is linked with, now and then."""
    luck = mix(desk.seed, 10, case.traits.number)
    if luck % 7 or case.traits.spam:
        return None
    for step in range(1 + luck % 5, 60):
        earlier = desk.case(case.traits.number - step)
        if earlier and earlier.traits.topic == case.traits.topic and not earlier.traits.spam:
            return earlier
    return None


def latest(desk: Desk, case: Case) -> Document | None:
    """The latest message of the conversation; notes are left out."""
    key = case.traits.number, case.latest
    known = desk.latest_messages.get(key)
    if known is not None:
        return known
    entries = said(desk, case)
    last = next((place for place in range(len(entries) - 1, -1, -1) if entries[place][3] in MESSAGE_KINDS), None)
    if last is None:
        return None
    if len(desk.latest_messages) >= _MOST_REMEMBERED:
        desk.latest_messages.clear()
    found = desk.latest_messages[key] = message(desk, case, entries[last], last)
    return found


def ticket(desk: Desk, case: Case) -> Document:
    """The entry of the list."""
    traits = case.traits
    number = traits.number
    snoozed = snoozed_until(desk, case)
    earlier = linked(desk, case)
    team = team_of(case)
    body: Document = {
        "_id": ticket_id(case),
        "id": ticket_id(case),
        "bugId": number,
        "type": kinds.TYPES[traits.type],
        "status": kinds.STATUSES[case.status],
        "statusLabel": kinds.STATUS_LABELS[case.status],
        "priority": kinds.PRIORITIES[traits.priority],
        "title": title_of(desk.seed, traits),
        "createdAt": instant(traits.at),
        "updatedAt": instant(case.updated),
        "lastNotification": instant(case.latest),
        "firstAssignmentAt": instant_or_none(case.assigned_at),
        "archived": case.archived_at > 0,
        "archivedAt": instant_or_none(case.archived_at),
        "isSpam": traits.spam,
        "tags": tags(case),
        "slaBreached": case.breached,
        "hasAgentReply": case.replied,
        "noHumanInteraction": not case.replied,
        "snoozed": snoozed > 0,
        "snoozedUntil": instant_or_none(snoozed),
        "queued": case.queued,
        "dueDate": instant_or_none(due(case)),
        "processingUser": user(desk, case.agent),
        "processingTeam": {"_id": team_id(team), "id": team_id(team), "name": TEAMS[team][0]},
        "session": session(customer(traits.customer)),
        "channel": {"id": identity(SESSION, 0, traits.channel, 1), "type": kinds.CHANNELS[traits.channel]},
        "linkedTickets": [],
        "formData": {"description": opening(desk.seed, traits)},
        "customData": {},
        "notificationsUnread": False,
        "latestComment": latest(desk, case),
        "trackerTicket": traits.type == kinds.FOR_RELEASE,
        "shareToken": f"share-{number}",
        "secretShareToken": f"secret-{number}",
        "project": PROJECT,
        "__v": 0,
    }
    if earlier:
        stub: Document = {"_id": ticket_id(earlier), "bugId": earlier.traits.number}
        stub["title"] = title_of(desk.seed, earlier.traits)
        body["linkedTickets"] = [stub if number % 3 else ticket_id(earlier)]
    if case.rating:
        body["conversationRating"] = case.rating
    if traits.type == kinds.FEATURE_REQUEST:
        body["upvotesCount"] = upvotes(desk, case)
    if traits.channel == kinds.IN_APP and case.replied:
        body["aiSummary"] = _summary(desk, case)
    return body


def detail(desk: Desk, case: Case) -> Document:
    """The single fetch: the entry of the list and what only comes with it."""
    text = opening(desk.seed, case.traits)
    luck = mix(desk.seed, 11, case.traits.number)
    form: Document = {
        "description": {
            "title": "Description",
            "type": "textarea",
            "name": "description",
            "value": text.replace("&", "&amp;"),
        }
    }
    if case.traits.type in (kinds.BUG, kinds.CRASH):
        form["severity"] = {"title": "Severity", "type": "onechoice", "name": "severity", "value": "Blocks my work"}
    attachments: list[Json] = []
    if luck % 3 == 0:
        name = ("screenshot.png", "console.log", "export.csv")[luck // 3 % 3]
        kind = {"png": "image/png", "log": "text/plain", "csv": "text/csv"}[name[-3:]]
        attachments.append({"name": name, "url": f"https://files.example.test/{luck % 10**8}/{name}", "type": kind})
    return {
        **ticket(desk, case),
        "form": form,
        "plainContent": text,
        "content": rich_text(text),
        "metaData": {"browserName": "Firefox(143.0)", "currentUrl": "https://app.example.test/orders"},
        "attachments": attachments,
        "screenshotUrl": "",
        "hasWebReplay": False,
        "sentiment": _SENTIMENTS[luck % 4],
        "integrationRefs": [],
        "mentions": [],
        "emailRefs": [],
    }


@lru_cache(maxsize=2_048)
def _topic_words(topic: int) -> str:
    return " and ".join(TOPICS[topic].tags)


def _summary(desk: Desk, case: Case) -> str:
    state = {kinds.DONE: "It is solved.", kinds.WAITING: "It waits for the engineers."}.get(
        case.status, "The agent has answered and the conversation goes on."
    )
    return f"The customer writes about {_topic_words(case.traits.topic)}: {opening(desk.seed, case.traits)} {state}"


def activity(desk: Desk, case: Case) -> list[Json]:
    """The ticket's history, oldest first; a ticket that the customer opens again leaves no entry."""
    return [entry for entry in (_activity(desk, event) for event in desk.story(case)) if entry]


def _activity(desk: Desk, event: Event) -> Document | None:
    at, number, place, kind, who, value, _ = event
    entry: Document = {"_id": identity(EVENT, at, number, place), "createdAt": instant(at), "user": user(desk, who)}
    if kind == kinds.CREATED:
        return {**entry, "action": "CREATED"}
    if kind in (kinds.ASSIGNED_FIRST, kinds.ASSIGNED):
        assigned: Document = {"processingUser": agent_id(who)}
        return {**entry, "action": "ASSIGNED", "data": assigned, "user": None}
    if kind == kinds.UNASSIGNED:
        return {**entry, "action": "UNASSIGNED"}
    if kind == kinds.STATUS:
        return {**entry, "type": "STATUS", "action": "FEEDBACK_UPDATED", "value": kinds.STATUSES[value]}
    if kind in (kinds.CLOSED_FIRST, kinds.CLOSED):
        return {**entry, "type": "STATUS", "action": "FEEDBACK_UPDATED", "value": "DONE"}
    if kind == kinds.ARCHIVED:
        return {**entry, "action": "ARCHIVED"}
    return None
