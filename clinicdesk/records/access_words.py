"""The words of the log of the whole clinic: what is about no patient, and by what an entry is looked for."""

from collections.abc import Mapping
from enum import StrEnum

from clinicdesk.language import _
from clinicdesk.permissions import ACTIONS
from clinicdesk.records import history_words

ABOUT_THE_CLINIC: Mapping[str, str] = {
    "staff.sign_in": _("Signed in"),
    "staff.sign_out": _("Signed out"),
    "staff.change_password": _("Changed their password"),
    "staff.set_pin": _("Set their PIN"),
    "staff.add": _("Added somebody to the staff"),
    "staff.change": _("Changed somebody of the staff"),
    "staff.second_factor": _("Changed their second factor"),
    "staff.reset": _("Set a password or PIN of somebody anew"),
    "staff.recover": _("Set a password anew with the recovery key"),
    "staff.sign_in_refused": _("Refused somebody to sign in"),
    "staff.hand_on": _("Handed on what waited for somebody"),
    "practice.found": _("Made the clinic file"),
    "practice.change": _("Changed the practice"),
    "practice.recovery_sheet": _("Showed the recovery sheet"),
    "practice.verify": _("Checked the record"),
}
"""Action → what was done. What is about a patient has its words in ``history_words``."""


class Kind(StrEnum):
    """Why somebody looks through the log."""

    OPENED = "opened"
    LEFT = "left"
    CHANGED = "changed"
    SIGN_IN = "sign_in"
    CLINIC = "clinic"


def kind_name(kind: Kind) -> str:
    """Return the kind as people say it."""
    return {
        Kind.OPENED: _("Charts opened"),
        Kind.LEFT: _("Printed, saved, given away"),
        Kind.CHANGED: _("Recorded in charts"),
        Kind.SIGN_IN: _("Signing in and out"),
        Kind.CLINIC: _("People, keys, backups, settings"),
    }[kind]


_OPENED = frozenset({"chart.open", "emergency.begin"})
_LEFT = frozenset(
    {"paper.print", "paper.save", "schedule.export", "outcomes.export", "access.export", "chart.copy"}
    | {"disclosure.record", "note.send", "consent.copy_given"}
)
_SIGN_IN = frozenset({"staff.sign_in", "staff.sign_out", "staff.sign_in_refused", "staff.recover", "staff.reset"})
_OF_THE_CLINIC = frozenset({"staff", "practice", "place", "access", "anchor", "key", "backup", "wording", "protocol"})
_OF_THE_CLINIC_TOO = frozenset(
    {"emergency.review", "site.certify", "measure.install", "snippet.change", "record.erase", "hold.change"}
)


def kind_of(action: str) -> Kind:
    """Return by what an action is looked for; every action is of one kind."""
    for kind, actions in ((Kind.OPENED, _OPENED), (Kind.LEFT, _LEFT), (Kind.SIGN_IN, _SIGN_IN)):
        if action in actions:
            return kind
    if action.split(".", 1)[0] in _OF_THE_CLINIC or action in _OF_THE_CLINIC_TOO:
        return Kind.CLINIC
    return Kind.CHANGED


def actions_of(kind: Kind) -> frozenset[str]:
    """Return the actions of a kind."""
    return frozenset(action for action in ACTIONS if kind_of(action) is kind)


def sentence(action: str, reason: str | None) -> str:
    """Return what was done, in words."""
    return ABOUT_THE_CLINIC.get(action) or history_words.action_sentence(action, reason)
