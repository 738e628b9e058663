"""What is said in a ticket: titles, messages, notes, made on demand from the seed, always the same for one ticket."""

import random

from gleaptui.demo import kinds
from gleaptui.demo.people import AGENTS, customer
from gleaptui.demo.plan import Traits
from gleaptui.demo.rhythm import mix
from gleaptui.demo.words import TOPICS

_MONTHS = "January February March April May June July August September October November December"
_SLOTS: dict[str, tuple[str, ...]] = {
    "month": tuple(_MONTHS.split()),
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
_FOLLOW_UPS = (
    "I tried that, but it looks the same. Screenshot attached.",
    "Yes, it happens for all of us, not only for me.",
    "That worked for one of the two workspaces. The other still shows the old state.",
    "Thanks for the quick answer. When can we expect the fix?",
    "It is {browser} on a company laptop, nothing special installed.",
    "We have a deadline on Friday, is there any way to speed this up?",
    "I just checked again: it still fails, at about {hour}.",
    "Could you tell me which of the two settings you mean?",
    "The account is the one with {count_small} seats, not the test account.",
    "Great, that part works now. One more question: does this apply to archived records as well?",
    "I have attached the log from {device}.",
    "Any news on this?",
    "Sorry for the late reply, I was out of office. Yes, please go ahead.",
    "That did the trick, thank you!",
)
_REOPENINGS = (
    "Unfortunately it is back since this morning.",
    "I thought it was solved, but the same thing happened again today.",
    "One more thing about this: does it also work for the mobile app?",
)
_ASKS = (
    "Could you tell me which browser and version you use?",
    "Could you send me a screenshot of the page with the address bar?",
    "Does it also happen in a private window?",
    "Since when do you see this, and does it affect everybody in your team?",
    "May I look at your workspace for this? I would need your consent.",
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
    "Same as the ticket from last week, see the linked one.",
    "Reproduced on staging with {version}. Happens only with more than {count} rows.",
    "Customer is up for renewal in {month}, please keep an eye on this.",
    "Asked engineering in the release channel, answer expected tomorrow.",
    "Logs show a time-out after 30 s in the export worker.",
    "Account has two workspaces, the problem is in the older one.",
)
_KAI_SORRY = (
    "I could not find an answer to this in our help center. Shall I connect you with a person from the team?",
    "I am not sure about this one. Would you like to talk to a person?",
)
_BUTTONS = {2: "Not good", 6: "Okay", 10: "Great"}
_FACES = {2: "\U0001f621", 6: "\U0001f610", 10: "\U0001f929"}


def voice(seed: int, traits: Traits, place: int) -> random.Random:
    """The generator for one message of one ticket; place -1 is the title."""
    return random.Random(mix(seed, 3, traits.number, place + 1))


def filled(text: str, rng: random.Random) -> str:
    """The text with its slots filled in."""
    if "{" not in text:
        return text
    values = {name: rng.choice(choices) for name, choices in _SLOTS.items() if "{" + name + "}" in text}
    return text.format(invoice=f"INV-2026-{rng.randrange(1000, 9999)}", **values)


def title_of(seed: int, traits: Traits) -> str:
    """The ticket's title; empty now and then, as with mails and chats without a subject."""
    rng = voice(seed, traits, -1)
    if traits.spam:
        return rng.choice(("Boost your ranking today", "Guest post on your blog?", "RE: outstanding quotation"))
    if traits.channel in (kinds.IN_APP, kinds.WHATSAPP) and traits.type == kinds.INQUIRY and rng.random() < 0.06:
        return ""
    return filled(rng.choice(TOPICS[traits.topic].titles), rng)


def opening(seed: int, traits: Traits) -> str:
    """The customer's first message."""
    rng = voice(seed, traits, 0)
    if traits.spam:
        return "We offer premium backlinks and placements at the best price. Reply for our catalogue."
    return filled(rng.choice(TOPICS[traits.topic].openings), rng)


def spoken(seed: int, traits: Traits, kind: int, place: int, agent: int = kinds.NOBODY, value: int = 0) -> str:
    """What is said with an event, as plain text; paragraphs are parted by an empty line."""
    rng = voice(seed, traits, place)
    topic = TOPICS[traits.topic]
    if kind == kinds.CREATED:
        return _first_message(seed, traits, rng)
    if kind == kinds.COMMENT:
        return filled(rng.choice(_FOLLOW_UPS), rng)
    if kind == kinds.COMMENT_AFTER_CLOSE:
        return rng.choice(_REOPENINGS)
    if kind == kinds.KAI_ANSWERED:
        return f"{filled(rng.choice(topic.answers), rng)}\n\nDid this answer your question?"
    if kind == kinds.KAI_NO_ANSWER:
        return rng.choice(_KAI_SORRY)
    if kind == kinds.ESCALATED:
        return "[Button clicked: Talk to a person]"
    if kind == kinds.NOTE:
        return filled(rng.choice(_NOTES), rng)
    if kind == kinds.RATED:
        return _FACES[value] if rng.random() < 0.6 else f"[Button clicked: {_BUTTONS[value]}]"
    return _reply(traits, kind, rng, agent)


def _first_message(seed: int, traits: Traits, rng: random.Random) -> str:
    text = opening(seed, traits)
    if traits.spam or traits.channel in (kinds.SDK, kinds.IN_APP):
        return text
    parts = (rng.choice(_GREETINGS), text, rng.choice(_THANKS), customer(traits.customer).first)
    return "\n\n".join(part for part in parts if part)


def _reply(traits: Traits, kind: int, rng: random.Random, agent: int) -> str:
    topic = TOPICS[traits.topic]
    name = AGENTS[agent].first if agent >= 0 else "Acme"
    greeting = f"Hi {customer(traits.customer).first}," if kind == kinds.REPLY_FIRST or rng.random() < 0.3 else ""
    answer = filled(rng.choice(topic.answers), rng)
    luck = rng.random()
    if kind == kinds.REPLY_FIRST:
        body = f"thank you for writing in. {rng.choice(_ASKS)}" if luck < 0.4 else answer
    else:
        body = answer if luck < 0.35 else rng.choice(_PROMISES) if luck < 0.7 else rng.choice(_CLOSINGS)
    ending = f"Best, {name}" if rng.random() < 0.4 else ""
    return "\n\n".join(part for part in (greeting, body, ending) if part)
