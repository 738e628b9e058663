"""Messages as documents, with rich text (API.md, "Messages")."""

import re

from gleaptui.demo import kinds
from gleaptui.demo.case import MESSAGE_KINDS, Case
from gleaptui.demo.desk import Desk
from gleaptui.demo.kinds import Event
from gleaptui.demo.people import AGENTS, customer
from gleaptui.demo.phrases import gives_the_answer, spoken, voice
from gleaptui.demo.wire import MESSAGE, TICKET, Document, Json, agent, agent_id, identity, instant, session
from gleaptui.demo.words import TOPICS

_TYPES = {
    kinds.CREATED: "USER_TEXT",
    kinds.COMMENT: "USER_TEXT",
    kinds.COMMENT_AFTER_CLOSE: "USER_TEXT",
    kinds.RATED: "USER_TEXT",
    kinds.REPLY: "TEXT",
    kinds.REPLY_FIRST: "TEXT",
    kinds.KAI_ANSWERED: "BOT",
    kinds.KAI_NO_ANSWER: "BOT",
    kinds.ESCALATED: "BOT_REPLY",
    kinds.NOTE: "NOTE",
}
_AGENTS_OWN = (kinds.REPLY, kinds.REPLY_FIRST, kinds.NOTE)
_BUTTON = re.compile(r"^\[Button clicked: .*\]$")


def paragraph(*content: Json) -> Document:
    return {"type": "paragraph", "content": list(content)}


def words(text: str, *marks: Document) -> Document:
    """A run of text with marks."""
    found: list[Json] = list(marks)
    return {"type": "text", "text": text, "marks": found} if found else {"type": "text", "text": text}


def rich_text(text: str) -> Document:
    """Plain text as a rich-text document, one paragraph for each block."""
    content: list[Json] = [paragraph(words(block)) for block in text.split("\n\n")]
    return {"type": "doc", "content": content}


def conversation(desk: Desk, case: Case) -> list[Document]:
    """All messages and notes so far, oldest first."""
    return [message(desk, case, event, index) for index, event in enumerate(said(desk, case))]


def said(desk: Desk, case: Case) -> list[Event]:
    """The events so far that are messages or notes, in order of time."""
    return [event for event in desk.story(case) if event[3] in MESSAGE_KINDS or event[3] == kinds.NOTE]


def message(desk: Desk, case: Case, event: Event, index: int) -> Document:
    """One message as it comes from /messages."""
    at, number, place, kind, who, value, stage = event
    traits = case.traits
    key = identity(MESSAGE, at, number, place)
    text = spoken(desk.seed, traits, kind, place, who, value, stage)
    body: Document = {
        "_id": key,
        "id": key,
        "ticket": identity(TICKET, traits.at, number),
        "type": _type(kind, traits.type, traits.channel),
        "bot": kind in (kinds.KAI_ANSWERED, kinds.KAI_NO_ANSWER),
        "createdAt": instant(at),
        "updatedAt": instant(at),
        "index": index,
        "data": {"content": text if _BUTTON.match(text) else _dress(desk, case, event, text)},
    }
    if kind in _AGENTS_OWN and who >= 0:
        body["user"] = agent(who, at, True)
        if kind != kinds.NOTE and number % 2:
            body["session"] = session(customer(traits.customer))
        if kind == kinds.NOTE:
            body["isNote"] = True
    elif kind in (kinds.KAI_ANSWERED, kinds.KAI_NO_ANSWER):
        body["kaiChat"] = True
    else:
        body["session"] = session(customer(traits.customer))
    if "attached" in text and kind in (kinds.COMMENT, kinds.REPLY, kinds.REPLY_FIRST):
        name = "screenshot.png" if kind == kinds.COMMENT else "document.pdf"
        kind_of_file = "image/png" if kind == kinds.COMMENT else "application/pdf"
        body["attachments"] = [{"name": name, "url": f"https://files.example.test/{key}/{name}", "type": kind_of_file}]
    return body


def _type(kind: int, ticket_type: int, channel: int) -> str:
    if kind == kinds.COMMENT and ticket_type == kinds.FEATURE_REQUEST:
        return "SHARED_COMMENT"
    if kind == kinds.REPLY_FIRST and channel == kinds.WHATSAPP:
        return "CHANNEL_TEMPLATE_MESSAGE"
    return _TYPES[kind]


def _dress(desk: Desk, case: Case, event: Event, text: str) -> Document:
    """The text with what people add to it: links, lists of steps, code, pictures, mentions."""
    _, _, place, kind, who, _, _ = event
    rng = voice(desk.seed, case.traits, 100 + place)
    document = rich_text(text)
    content: list[Json] = list(document["content"]) if isinstance(document["content"], list) else []
    topic = TOPICS[case.traits.topic]
    if kind == kinds.CREATED and topic.tags[0] in _STEPS and case.traits.type == kinds.BUG:
        place_of_steps = min(2, len(content))
        content[place_of_steps:place_of_steps] = _steps(_STEPS[topic.tags[0]], case.traits.channel == kinds.IN_APP)
    elif kind == kinds.CREATED and case.traits.type == kinds.CRASH:
        content += _stack()
    elif kind == kinds.KAI_ANSWERED:
        content.insert(1, _guide(topic.article))
    elif kind in (kinds.REPLY, kinds.REPLY_FIRST) and rng.random() < 0.4:
        if gives_the_answer(desk.seed, case.traits, text):
            content.insert(min(2, len(content)), _guide(topic.article))
    elif kind == kinds.NOTE and rng.random() < 0.35:
        content.append(_mention((who + 1) % (len(AGENTS) - 1)))
    elif kind == kinds.COMMENT and "creenshot" in text:
        picture: Document = {"src": "https://files.example.test/screenshot.png", "alt": "Screenshot"}
        content.append({"type": "image", "attrs": picture})
    return {"type": "doc", "content": content}


def _guide(article: str) -> Document:
    link: Document = {"type": "link", "attrs": {"href": f"https://help.example.test/{article}"}}
    return paragraph(words("The steps are described "), words("in this guide", link), words("."))


_STEPS = {
    "export": ("Open the list and set a filter", "Choose Export and the format", "Wait for the mail with the link"),
    "dashboard": ("Open the dashboard", "Choose last month as the period", "Compare the totals with the report"),
    "mobile": ("Open the app and sign in", "Open an order from the list", "Add a comment or scan a code"),
}


def _steps(lines: tuple[str, ...], ordered: bool) -> list[Json]:
    items: list[Json] = [{"type": "listItem", "content": [paragraph(words(line))]} for line in lines]
    return [
        paragraph(words("Steps:", {"type": "bold"})),
        {"type": "orderedList" if ordered else "bulletList", "content": items},
    ]


def _stack() -> list[Json]:
    frames = "at app.sync.Queue.flush(Queue.kt:118)\nat app.ui.OrderList.onResume(OrderList.kt:64)"
    return [{"type": "codeBlock", "attrs": {"language": None}, "content": [words(frames)]}]


def _mention(index: int) -> Document:
    return paragraph(
        {"type": "mention", "attrs": {"id": agent_id(index), "label": AGENTS[index].name}},
        words(" could you have a look?"),
    )


def wrapped(body: Document) -> Document:
    """A message in the other shape: the document under ``comment``, and both a user and a session."""
    data = body["data"]
    content = data.get("content") if isinstance(data, dict) else None
    rest = {key: value for key, value in body.items() if key != "data"}
    return {**rest, "comment": content}
