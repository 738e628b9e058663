"""The form of a topic that customers write about."""

from typing import NamedTuple


class Subject(NamedTuple):
    """One thing to write about: what stands in the title, what the customer says, what the agent answers.

    ``{month}``, ``{file}`` and the like are filled in by `gleaptui.demo.phrases`, alike in all three.
    """

    title: str
    opening: str
    answer: str


class Topic(NamedTuple):
    """A field of subjects that the same agents look after."""

    type: int
    skill: int
    tags: tuple[str, ...]
    article: str
    """The page of the help centre that the assistant and the agents point to."""
    help: str
    """What the assistant knows about it."""
    subjects: tuple[Subject, ...]
