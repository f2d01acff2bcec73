"""Whether and how a patient may be contacted, in words. Every list that calls or writes to people obeys it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records.patient_details import ANSWERED_FIELDS, CHANNELS, PatientDetails
from clinicdesk.rules.answers import Answer

_READ = (
    "deceased_on", "moved_away_on", "do_not_call", "leave_message", "preferred_channel",
    "phone_mobile", "phone_home", "email", "street", "city", "postal_code",
)  # fmt: skip
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ContactRules:
    """How one patient may be contacted.

    Attributes:
        may_call: Nothing forbids a call; whether there is a number says ``phone``.
        may_write: Nothing forbids a letter or an e-mail.
        may_leave_message: With somebody else or on a machine; None: not asked, or not known.
        channel: What to try first: ``phone_mobile``, ``phone_home``, ``email`` or ``letter``, the patient's own choice
            where that is allowed and recorded; empty where there is no way.
        phone: The number to call, as written down; empty where there is none or nobody may call.
        words: What to know before contacting, the weightiest first: short phrases for a line of a list.
    """

    may_call: bool
    may_write: bool
    may_leave_message: bool | None
    channel: str
    phone: str
    words: tuple[str, ...]


def of(desk: Desk, patient_id: str) -> ContactRules:
    """Return how a patient may be contacted. Raises ``NotFound``."""
    found = of_many(desk, [patient_id]).get(patient_id)
    if found is None:
        raise NotFound(_("This patient is not in this clinic."))
    return found


def of_many(desk: Desk, patient_ids: Iterable[str]) -> dict[str, ContactRules]:
    """Return how several patients may be contacted, by the ids that were asked; merged ones lead to who stays."""
    desk.may_see("contact")
    wanted = iter(dict.fromkeys(patient_ids))
    found: dict[str, ContactRules] = {}
    while some := list(islice(wanted, _AT_ONCE)):
        found |= {asked: from_details(details) for asked, details in _details(desk, some)}
    return found


def _details(desk: Desk, patient_ids: list[str]) -> Iterator[tuple[str, PatientDetails]]:
    """Yield for each id what is known of the person, as far as it matters here."""
    marks = ", ".join("?" * len(patient_ids))
    asked = f"FROM search_identities i JOIN patients p ON p.id = i.kept_under WHERE i.patient_id IN ({marks})"
    answers: dict[str, dict[str, Answer]] = {}
    for row in desk.rows(
        f"SELECT w.patient_id, w.field, w.answer FROM patient_answers w WHERE w.patient_id IN (SELECT p.id {asked})",
        *patient_ids,
    ):
        if row["field"] in ANSWERED_FIELDS:
            answers.setdefault(row["patient_id"], {})[row["field"]] = Answer(row["answer"])
    columns = ", ".join(f"p.{name}" for name in _READ)
    for row in desk.rows(f"SELECT i.patient_id AS asked, p.id, {columns} {asked}", *patient_ids):
        values: dict[str, Any] = {name: row[name] or "" for name in _READ}
        for name in ("deceased_on", "moved_away_on"):
            values[name] = row[name] and date.fromisoformat(row[name])
        yield row["asked"], PatientDetails(**values, answers=answers.get(row["id"], {}))


def from_details(details: PatientDetails) -> ContactRules:
    """Return how somebody of whom this is known may be contacted."""
    gone = details.deceased or details.moved_away
    may_call = not gone and details.do_not_call != "yes"
    may_leave = {"yes": True, "no": False}.get(details.leave_message) if may_call else False
    channel = next(_ways(details, may_call=may_call, may_write=not gone), "")
    number = channel if channel.startswith("phone") else "phone_mobile" if details.phone_mobile else "phone_home"
    return ContactRules(
        may_call=may_call,
        may_write=not gone,
        may_leave_message=may_leave,
        channel=channel,
        phone=getattr(details, number) if may_call else "",
        words=tuple(_words(details, gone=gone, may_call=may_call)),
    )


def _ways(details: PatientDetails, *, may_call: bool, may_write: bool) -> Iterator[str]:
    """Yield the channels that are allowed and recorded, the preferred one first."""
    there = {
        "phone_mobile": may_call and bool(details.phone_mobile),
        "phone_home": may_call and bool(details.phone_home),
        "email": may_write and bool(details.email),
        "letter": may_write and bool(details.street or details.city),
    }
    for channel in (details.preferred_channel, *CHANNELS):
        if there.get(channel):
            yield channel


def forbidding(details: PatientDetails) -> list[str]:
    """Return what forbids to contact somebody as usual, in short phrases: died, moved away, do not call."""
    words = []
    if details.deceased:
        words.append(_("Died {day}").format(day=_day(details.deceased_on)))
    if details.moved_away:
        words.append(_("Moved away {day}").format(day=_day(details.moved_away_on)))
    if details.do_not_call == "yes":
        words.append(_("Do not call"))
    return words


def _words(details: PatientDetails, *, gone: bool, may_call: bool) -> Iterator[str]:
    yield from forbidding(details)
    if gone:
        return
    if may_call and details.leave_message:
        yield _("May leave a message") if details.leave_message == "yes" else _("Do not leave a message")
    if details.preferred_channel:
        yield _("Prefers {channel}").format(channel=channel_words()[details.preferred_channel])
    if not any(_ways(details, may_call=True, may_write=True)):
        yield _("No phone, e-mail or address")
    elif may_call and not (details.phone_mobile or details.phone_home):
        yield _("No phone number")


def channel_words() -> dict[str, str]:
    """Return what the channels are called, by their stored word."""
    return {
        "phone_mobile": _("mobile phone"),
        "phone_home": _("home phone"),
        "email": _("e-mail"),
        "letter": _("letter"),
    }


def _day(day: date | None) -> str:
    return format_date(day) if day else _("(day not known)")
