"""What a ticket is from birth on."""

import random
from typing import NamedTuple

from gleaptui.demo.kinds import (
    BUG,
    CRASH,
    EMAIL,
    FEATURE_REQUEST,
    FOR_RELEASE,
    FORM,
    HIGH,
    IN_APP,
    INQUIRY,
    LOW,
    MEDIUM,
    SDK,
    WHATSAPP,
)
from gleaptui.demo.people import CUSTOMERS
from gleaptui.demo.words import TOPICS_OF_TYPE


class Traits(NamedTuple):
    """What a ticket is from birth on."""

    number: int
    at: int
    type: int
    topic: int
    customer: int
    channel: int
    priority: int
    spam: bool


def draw_traits(number: int, at: int, rng: random.Random) -> Traits:
    """Draw what a ticket is. It takes the first numbers of the ticket's own generator."""
    draw = rng.random
    luck = draw()
    kind = (
        INQUIRY
        if luck < 0.69
        else BUG
        if luck < 0.85
        else FEATURE_REQUEST
        if luck < 0.93
        else CRASH
        if luck < 0.965
        else FOR_RELEASE
    )
    topics = TOPICS_OF_TYPE[kind]
    topic = topics[int(draw() * draw() ** 0.3 * len(topics))]
    person = int(draw() * draw() * CUSTOMERS)
    luck = draw()
    if kind == CRASH:
        channel = SDK
    elif kind in (FEATURE_REQUEST, FOR_RELEASE):
        channel = IN_APP
    else:
        channel = IN_APP if luck < 0.56 else EMAIL if luck < 0.82 else FORM if luck < 0.93 else WHATSAPP
    luck = draw()
    urgent = 0.32 if kind in (BUG, CRASH) else 0.13
    priority = HIGH if luck < urgent else LOW if luck > 0.78 else MEDIUM
    spam = kind == INQUIRY and channel in (EMAIL, FORM) and draw() < 0.045
    return Traits(number, at, kind, topic, person, channel, priority, spam)
