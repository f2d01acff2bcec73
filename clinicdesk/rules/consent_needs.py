"""What a consent text asks for itself: how often it is signed, and how far a visit goes without it."""

from enum import StrEnum


class Asked(StrEnum):
    """How often a text is asked for."""

    EACH_SERIES = "each-series"
    WHILE_VALID = "while-valid"
    ONCE = "once"
    ON_REQUEST = "on-request"


class Needed(StrEnum):
    """What a visit cannot do without the text: start, or be checked in without a warning; or nothing."""

    START = "start"
    CHECK_IN = "check-in"
    NO = "no"
