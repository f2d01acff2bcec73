"""What a patient is asked to do around each visit: until when to eat and drink, escort, driving, medicines.

The words are the clinic's, in ``resources/schedule/instructions.toml``; the hours are those of each visit's protocol.
"""

from dataclasses import dataclass
from datetime import date, datetime

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import CannotPrint
from clinicdesk.language import _
from clinicdesk.records import appointments, pinned_protocols, practice
from clinicdesk.records.appointments import Appointment
from clinicdesk.records.toml_table import FaultyFile, Table
from clinicdesk.resources import read_text
from clinicdesk.rules.preparation import last_times
from clinicdesk.rules.protocol import Protocol

_FILE = "schedule/instructions.toml"
_NAMES = ("escort", "driving", "medicines")


@dataclass(frozen=True, slots=True)
class Words:
    """One instruction: as it prints on a card, and as it stands in a message that names no treatment."""

    card: str
    message: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as the patient is told of it. Times are the clinic's own; a visit without treatment has no rules."""

    appointment: Appointment
    starts: datetime
    ends: datetime
    no_food_after: datetime | None
    no_drink_after: datetime | None
    rules: tuple[Words, ...]


def of_patient(desk: Desk, patient_id: str) -> list[Visit]:
    """Return the visits of a patient still to come, the next one first."""
    desk.may_see("plan")
    now = desk.now()
    booked = [
        one
        for one in appointments.of_patient(desk, patient_id)
        # Who is here already needs no telling when to come, and who has been here even less.
        if one.stage is appointments.Stage.BOOKED and one.ends_at > now
    ]
    words = _words()
    return [_visit(desk, one, words) for one in booked]


def message(desk: Desk, visits: list[Visit]) -> str:
    """Return the visits as a message to copy, which tells nobody who reads it over a shoulder what they are for.

    It names neither the treatment nor the patient nor the practice, whose name may say both; the phone number is
    enough to know who writes.
    """
    if not visits:
        return _("You have no appointment at the moment. Questions: {phone}").format(phone=practice.get(desk).phone)
    lines = [_("Your appointments:") if len(visits) > 1 else _("Your appointment:")]
    lines += [f"- {formats.format_day(visit.starts.date())}, {formats.format_time(visit.starts)}" for visit in visits]
    for visit in visits:
        if times := fasting_words(visit):
            day = formats.format_day(visit.starts.date())
            lines.append(f"{day}: {times}" if len(visits) > 1 else times)
    lines += dict.fromkeys(rule.message for visit in visits for rule in visit.rules)
    lines.append(_("Questions, or cannot come? Please call {phone}.").format(phone=practice.get(desk).phone))
    return "\n".join(lines)


def copied(desk: Desk, patient_id: str) -> None:
    """Record that the message left the program."""
    desk.record("schedule.export", patient=patient_id)


def fasting_words(visit: Visit) -> str:
    """Return until when this patient may eat and drink before a visit, in words; nothing where no fast is asked."""
    if visit.no_food_after is None or visit.no_drink_after is None:
        return ""
    day = visit.starts.date()
    if visit.no_food_after == visit.no_drink_after:
        return _("No food and no drink after {time}.").format(time=_until(visit.no_food_after, day))
    return _("No food after {food}. Only water or other clear drinks until {drink}, then nothing.").format(
        food=_until(visit.no_food_after, day), drink=_until(visit.no_drink_after, day)
    )


def _until(moment: datetime, day: date) -> str:
    time = formats.format_time(moment)
    if moment.date() == day:
        return time
    return _("{time} on {day}").format(time=time, day=formats.format_day(moment.date()))


def _visit(desk: Desk, appointment: Appointment, words: dict[str, Words]) -> Visit:
    starts, ends = desk.local(appointment.starts_at), desk.local(appointment.ends_at)
    protocol = protocol_of(desk, appointment)
    if protocol is None:
        return Visit(appointment, starts, ends, None, None, ())
    times = last_times(starts, protocol.fasting)
    rules = tuple(words[name] for name in _NAMES if name != "escort" or protocol.escort_required)
    return Visit(appointment, starts, ends, times.food, times.drink, rules)


def protocol_of(desk: Desk, appointment: Appointment) -> Protocol | None:
    """Return the protocol of a booked session, or None for any other visit."""
    row = desk.row(
        "SELECT r.protocol_id FROM sessions s JOIN series r ON r.id = s.series_id WHERE s.id = ?",
        appointment.session_id,
    )
    return pinned_protocols.read(desk, row["protocol_id"]) if row else None


def _words() -> dict[str, Words]:
    """Read the clinic's words. Raises ``CannotPrint`` naming the line of the file that cannot be read."""
    try:
        whole = Table.parse(read_text(_FILE), _FILE)
        return {name: _words_of(whole.table(name)) for name in _NAMES}
    except FaultyFile as fault:
        raise CannotPrint(
            _("{file}, line {line}: {sentence} Mend the file, then try again.").format(
                file=_FILE, line=fault.problem.line, sentence=fault.problem.sentence
            )
        ) from fault


def _words_of(table: Table) -> Words:
    words = Words(table.text("card"), table.text("message"))
    table.text("source"), table.flag("unverified"), table.text("owner", "")
    table.done()
    return words
