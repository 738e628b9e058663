"""What is said in a ticket: titles, messages, notes, made on demand from the seed, always the same for one ticket."""

import random
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from gleaptui.demo import kinds
from gleaptui.demo.people import AGENTS, customer
from gleaptui.demo.rhythm import mix
from gleaptui.demo.topic import Subject
from gleaptui.demo.traits import Traits
from gleaptui.demo.words import TOPICS

_MONTH_NAMES = "January February March April May June July August September October November December"
_MONTHS = _MONTH_NAMES.split()
_SLOTS: dict[str, tuple[str, ...]] = {
    "file": ("orders.csv", "contacts.csv", "report-q3.xlsx", "inventory.csv", "time-sheets.xlsx", "customers.csv"),
    "browser": ("Firefox", "Chrome", "Safari", "Edge"),
    "device": ("Pixel 9", "iPhone 16", "Galaxy S24", "iPad Air", "Pixel 8a", "iPhone 15 Pro", "Fairphone 5"),
    "version": ("5.12.0", "5.12.1", "5.12.3", "5.13.0", "5.13.2", "5.14.0"),
    "count": ("1,000", "5,000", "10,000", "20,000", "50,000"),
    "count_small": ("12", "18", "25", "30", "40", "60"),
    "minutes": ("3", "7", "12", "15", "20", "40"),
    "hour": ("08:15", "09:30", "10:00", "11:20", "this morning", "yesterday evening"),
    "day": ("3rd", "8th", "12th", "17th", "21st", "28th"),
    "amount": ("49.00 EUR", "129.00 EUR", "290.00 EUR", "1,180.00 EUR", "79.00 USD"),
}
_GREETINGS = ("Hi,", "Hello,", "Good morning,", "Hi there,", "Hello team,", "Hi Acme team,")
_THANKS = ("Thanks!", "Thank you in advance.", "Best regards", "Many thanks", "Kind regards", "")
_EXCHANGES = (
    ("Could you tell me which browser and version you use?", "It is {browser} on a company laptop, nothing special."),
    (
        "Could you send me a screenshot of the page with the address bar?",
        "Sure, the screenshot is attached. It was taken just now.",
    ),
    ("Does it also happen in a private window?", "Yes, it is just the same in a private window."),
    (
        "Since when do you see this, and does it affect everybody in your team?",
        "We noticed it at about {hour}. It happens for all of us, not only for me.",
    ),
    ("May I look at your workspace for this? I would need your consent.", "Yes, please go ahead."),
    ("Which of your workspaces is it about?", "It is the one with {count_small} seats, not the test workspace."),
)
_NOT_YET = (
    "I tried that, but it looks the same. Screenshot attached.",
    "That worked for one of the two workspaces. The other still shows the old state.",
    "Thanks for the quick answer. Does that apply to archived records as well?",
    "Could you tell me where exactly I find that?",
)
_MEANWHILE = (
    "Thanks for the update. When can we expect it?",
    "We have a deadline on Friday, is there any way to speed this up?",
    "I just checked again: still the same as at {hour}.",
    "Sorry for the late reply, I was out of office. Yes, please go ahead.",
    "Any news on this?",
    "I have attached the log from {device}, maybe it helps.",
)
_SOLVED = (
    "That did the trick, thank you!",
    "Works again. Thanks for the quick help!",
    "Perfect, that is all I needed.",
    "Great, thank you very much.",
    "Confirmed, it is fine now. You can close this.",
)
_REOPENINGS = (
    "Unfortunately it is back since this morning.",
    "I thought it was solved, but the same thing happened again today.",
    "One more thing about this: does it also work for the mobile app?",
)
_PROMISES = (
    "I have passed this on to our engineers and will get back to you as soon as I know more.",
    "I will look into it and write again today.",
    "The fix is being tested. It should reach you with the next release.",
    "I checked again with the team: it is confirmed, and we are working on it.",
)
_CLOSINGS = (
    "Glad that it works again. I am closing this; just write back if anything is left.",
    "Happy to hear that. Have a good day!",
    "Thank you for your patience. Is there anything else that I can do for you?",
)
_NOTES = (
    "Same as a ticket from last week, see the linked one.",
    "Reproduced on staging with {version}. Happens only with more than {count} rows.",
    "Customer is up for renewal in {next_month}, please keep an eye on this.",
    "Asked engineering in the release channel, answer expected tomorrow.",
    "Logs show a time-out after 30 s in one of the workers.",
    "Account has two workspaces, the problem is in the older one.",
)
_TO_KAI = ("And where exactly do I find that?", "I do not see that in my account.", "That is not quite what I meant.")
_SHARED = (
    "We would use this every day.",
    "+1 from our team of {count_small}.",
    "This is the only thing that keeps us on a second tool.",
    "Is there a date for this yet?",
    "Same here, we work around it with an export at the moment.",
)
_KAI_SORRY = (
    "I could not find an answer to this in our help center. Shall I connect you with a person from the team?",
    "I am not sure about this one. Would you like to talk to a person?",
)
_SPAM = ("Boost your ranking today", "Guest post on your blog?", "RE: outstanding quotation", "Partnership proposal")
_BUTTONS = {2: "Not good", 6: "Okay", 10: "Great"}
_FACES = {2: "\U0001f621", 6: "\U0001f610", 10: "\U0001f929"}

_TITLE: Final = -1
_SCENE: Final = -2


def voice(seed: int, traits: Traits, place: int) -> random.Random:
    """The generator for one message of one ticket."""
    return random.Random(mix(seed, 3, traits.number, place + 2))


class Scene:
    """What a ticket is about: its subject and the values that fill the slots, alike in everything said in it."""

    def __init__(self, seed: int, traits: Traits) -> None:
        rng = voice(seed, traits, _SCENE)
        topic = TOPICS[traits.topic]
        self.subject: Subject = topic.subjects[int(rng.random() * len(topic.subjects))]
        self.asks = rng.random() < 0.42
        """Whether the agent needs to know more before answering."""
        self.exchange = _EXCHANGES[int(rng.random() * len(_EXCHANGES))]
        self._rng = rng
        self._born = traits.at
        self._values: dict[str, str] = {}

    def filled(self, text: str) -> str:
        """The text with its slots filled in."""
        if "{" not in text:
            return text
        if not self._values:
            rng = self._rng
            self._values = {name: choices[int(rng.random() * len(choices))] for name, choices in _SLOTS.items()}
            born = datetime.fromtimestamp(self._born / 1000, UTC)
            self._values["month"] = _MONTHS[(born.month - 2 - int(rng.random() * 1.3)) % 12]
            self._values["next_month"] = _MONTHS[born.month % 12]
            self._values["invoice"] = f"INV-2026-{1000 + int(rng.random() * 9000)}"
        return text.format_map(self._values)


def gives_the_answer(seed: int, traits: Traits, text: str) -> bool:
    """Whether a message has the answer to what the ticket is about."""
    scene = Scene(seed, traits)
    return scene.filled(scene.subject.answer) in text


@lru_cache(maxsize=8_192)
def title_of(seed: int, traits: Traits) -> str:
    """The ticket's title; empty now and then, as with chats without a subject."""
    if traits.spam:
        return voice(seed, traits, _TITLE).choice(_SPAM)
    chat = traits.channel in (kinds.IN_APP, kinds.WHATSAPP) and traits.type == kinds.INQUIRY
    if chat and voice(seed, traits, _TITLE).random() < 0.05:
        return ""
    scene = Scene(seed, traits)
    return scene.filled(scene.subject.title)


@lru_cache(maxsize=8_192)
def opening(seed: int, traits: Traits) -> str:
    """What the customer writes about, without greeting."""
    if traits.spam:
        return "We offer premium backlinks and placements at the best price. Reply for our catalogue."
    scene = Scene(seed, traits)
    return scene.filled(scene.subject.opening)


def spoken(seed: int, traits: Traits, kind: int, place: int, agent: int, value: int, stage: int) -> str:
    """What is said with an event, as plain text; paragraphs are parted by an empty line."""
    rng = voice(seed, traits, place)
    if kind == kinds.CREATED:
        return _first_message(seed, traits, rng)
    if kind == kinds.COMMENT_AFTER_CLOSE:
        return rng.choice(_REOPENINGS)
    if kind == kinds.KAI_NO_ANSWER:
        return rng.choice(_KAI_SORRY)
    if kind == kinds.ESCALATED:
        return "[Button clicked: Talk to a person]"
    if kind == kinds.RATED:
        return _FACES[value] if rng.random() < 0.6 else f"[Button clicked: {_BUTTONS[value]}]"
    scene = Scene(seed, traits)
    if kind == kinds.COMMENT:
        return _comment(scene, rng, stage)
    if kind == kinds.KAI_ANSWERED:
        return f"{TOPICS[traits.topic].help}\n\nDid this answer your question?"
    if kind == kinds.NOTE:
        return scene.filled(rng.choice(_NOTES))
    return _reply(traits, scene, kind, rng, agent, stage)


def _first_message(seed: int, traits: Traits, rng: random.Random) -> str:
    text = opening(seed, traits)
    if traits.spam or traits.channel in (kinds.SDK, kinds.IN_APP):
        return text
    parts = (rng.choice(_GREETINGS), text, rng.choice(_THANKS), customer(traits.customer).first)
    return "\n\n".join(part for part in parts if part)


def _comment(scene: Scene, rng: random.Random, stage: int) -> str:
    if stage == kinds.EARLY and scene.asks:
        return scene.filled(scene.exchange[1])
    choices = {
        kinds.EARLY: _NOT_YET,
        kinds.MIDDLE: _MEANWHILE,
        kinds.FINAL: _SOLVED,
        kinds.TO_KAI: _TO_KAI,
        kinds.SHARED: _SHARED,
    }
    return scene.filled(rng.choice(choices[stage]))


def _reply(traits: Traits, scene: Scene, kind: int, rng: random.Random, agent: int, stage: int) -> str:
    name = AGENTS[agent].first if agent >= 0 else "Acme"
    first = kind == kinds.REPLY_FIRST
    greeting = f"Hi {customer(traits.customer).first}," if first or rng.random() < 0.3 else ""
    if traits.type == kinds.FOR_RELEASE:
        greeting = ""
    if stage == kinds.FINAL and not first:
        body = rng.choice(_CLOSINGS)
    elif first and scene.asks and stage != kinds.FINAL:
        body = f"Thank you for writing in. {scene.exchange[0]}"
    elif first or (stage == kinds.EARLY and scene.asks):
        body = scene.filled(scene.subject.answer)
    else:
        body = rng.choice(_PROMISES)
    ending = f"Best, {name}" if greeting and rng.random() < 0.5 else ""
    return "\n\n".join(part for part in (greeting, body, ending) if part)
