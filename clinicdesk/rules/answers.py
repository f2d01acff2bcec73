"""The four different answers to "any allergies?": nobody asked, the person does not know, none, and some."""

from enum import StrEnum


class Answer(StrEnum):
    """What is known of a question that can be answered with a list. An empty list alone means none of these."""

    NOT_ASKED = "not_asked"
    UNKNOWN = "unknown"
    NONE = "none"
    SOME = "some"


def checked_answer(answer: Answer, count: int) -> Answer:
    """Return the answer that agrees with ``count`` listed items: with items on the list it can only be SOME.

    A list emptied again is no proof of none, so SOME without items becomes NOT_ASKED.
    """
    if count:
        return Answer.SOME
    return Answer.NOT_ASKED if answer is Answer.SOME else answer
