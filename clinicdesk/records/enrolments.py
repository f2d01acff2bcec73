"""Patients' places in programmes such as a REMS: since when, under which number, until when."""

from dataclasses import dataclass
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import programmes
from clinicdesk.records.identities import kept_under, same_person, surviving
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.storage.entry import Value, insert, update


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A patient's place in a programme. ``id`` and ``version`` are empty while it is new. Both days are included."""

    programme: str
    number: str = ""
    enrolled_on: date | None = None
    ended_on: date | None = None
    remark: str = ""
    id: str = ""
    version: str = ""
    patient_id: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the patient is enrolled on a day."""
        return self.enrolled_on is not None and self.enrolled_on <= day <= (self.ended_on or day)


def of_patient(desk: Desk, patient_id: str) -> list[Enrolment]:
    """Return a patient's enrolments, the latest first."""
    desk.may_see("plan")
    rows = desk.rows(
        f"SELECT e.*, {kept_under('e.patient_id')} AS kept FROM enrolments e "
        f"WHERE {same_person('e.patient_id')} ORDER BY e.enrolled_on DESC, e.id DESC",
        patient_id,
    )
    return [
        Enrolment(
            id=row["id"],
            version=row["version"],
            patient_id=row["kept"],
            programme=row["programme"],
            number=row["number"] or "",
            enrolled_on=date.fromisoformat(row["enrolled_on"]),
            ended_on=date.fromisoformat(row["ended_on"]) if row["ended_on"] else None,
            remark=row["remark"] or "",
        )
        for row in rows
    ]


def standing(desk: Desk, patient_id: str, programme: str, day: date) -> Enrolment | None:
    """Return the enrolment that holds on a day, or None."""
    found = (one for one in of_patient(desk, patient_id) if one.programme == programme)
    return next((one for one in found if one.holds_on(day)), None)


def problem(desk: Desk, patient_id: str, programme: str, day: date) -> str | None:
    """Return why the patient cannot be treated under a programme on a day, as a sentence, or None."""
    name = programmes.title_of(programme)
    listed = [one for one in of_patient(desk, patient_id) if one.programme == programme]
    if any(one.holds_on(day) for one in listed):
        return None
    last = listed[0] if listed else None
    if last is None:
        return _("The patient is not enrolled in {programme}. Enrol before the dose.").format(programme=name)
    if last.enrolled_on is not None and day < last.enrolled_on:
        sentence = _("The patient is enrolled in {programme} only from {day}.")
        return sentence.format(programme=name, day=format_date(last.enrolled_on))
    sentence = _("The patient's enrolment in {programme} ended on {day}. Enrol again before the dose.")
    return sentence.format(programme=name, day=format_date(last.ended_on))


def enrol(desk: Desk, patient_id: str, enrolment: Enrolment) -> str:
    """Write an enrolment down and return its id. Raises ``BadValue``."""
    programmes.get(enrolment.programme)
    columns = _checked(desk, enrolment)
    kept, row_id = surviving(desk, patient_id), desk.new_id()
    row = insert("enrolments", row_id, patient_id=kept, programme=enrolment.programme, **columns)
    desk.record("enrolment.change", row, patient=kept)
    return row_id


def change(desk: Desk, before: Enrolment, after: Enrolment) -> None:
    """Correct or end an enrolment as it was read. Raises ``BadValue`` and ``ChangedElsewhere``."""
    row = update("enrolments", before.id, before.version, **_checked(desk, after))
    desk.record("enrolment.change", row, patient=before.patient_id)


def _checked(desk: Desk, enrolment: Enrolment) -> dict[str, Value]:
    number, remark = clean_line(enrolment.number), clean_line(enrolment.remark)
    for name, text in (("number", number), ("remark", remark)):
        if len(text) > LONGEST_TEXT:
            raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), name)
    today = desk.local(desk.now()).date()
    if enrolment.enrolled_on is None:
        raise BadValue(_("Write since when the patient is enrolled."), "enrolled_on")
    if enrolment.enrolled_on > today:
        raise BadValue(_("This day is still to come. Write the enrolment down when it is there."), "enrolled_on")
    if enrolment.ended_on is not None and enrolment.ended_on < enrolment.enrolled_on:
        raise BadValue(_("The last day is before the first. Check both."), "ended_on")
    return {
        "number": number or None,
        "enrolled_on": enrolment.enrolled_on.isoformat(),
        "ended_on": enrolment.ended_on.isoformat() if enrolment.ended_on else None,
        "remark": remark or None,
    }
