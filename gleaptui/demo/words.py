"""What customers write about: the topics of the simulated desk, put together from questions and reports."""

from gleaptui.demo.kinds import BUG, CRASH, FEATURE_REQUEST, FOR_RELEASE, INQUIRY
from gleaptui.demo.questions import QUESTIONS
from gleaptui.demo.reports import REPORTS
from gleaptui.demo.topic import Topic

TOPICS: tuple[Topic, ...] = (*QUESTIONS, *REPORTS)

TOPICS_OF_TYPE: tuple[tuple[int, ...], ...] = tuple(
    tuple(index for index, topic in enumerate(TOPICS) if topic.type == kind)
    for kind in (INQUIRY, BUG, FEATURE_REQUEST, CRASH, FOR_RELEASE)
)
"""The topics of each type of ticket, as indices of ``TOPICS``."""
