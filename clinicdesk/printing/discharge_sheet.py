"""The sheet a patient goes home with, in the patient's language: what to do, whom to call, when to come again."""

from collections.abc import Sequence
from datetime import date, datetime

from reportlab.platypus import KeepTogether, Spacer
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.printing import fonts, from_desk, page, patient_words
from clinicdesk.printing.course_words import escort_now, given_text
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.patient_words import PatientWords
from clinicdesk.printing.styles import bullet, paragraph
from clinicdesk.printing.tables import facts
from clinicdesk.records import patients, practice, sessions, visit_instructions
from clinicdesk.records.sessions import Session
from clinicdesk.records.visit_instructions import Visit
from clinicdesk.rules.protocol import TreatmentKind
from clinicdesk.rules.timeline import EventKind


@fonts.spelling_out()
def build(desk: Desk, session_id: str) -> bytes:
    """Return the sheet as a PDF. Raises ``NotFound``, ``NotAllowed`` and ``CannotPrint``.

    Nothing of what the patient said, and no name of a diagnosis, is on it: it lies on kitchen tables.
    """
    session = sessions.get(desk, session_id)
    patient = patients.get(desk, session.patient_id)
    left = session.last_event(EventKind.DISCHARGED)
    words = patient_words.for_patient("going_home", patient, (left.detail.get("instructions") or "") if left else "")
    clinic, letterhead = practice.get(desk), from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    story: list[Flowable] = [paragraph(words("title"), "title"), paragraph(words("greeting", clinic=clinic.name))]
    story += [facts(_facts(desk, session, words), width, columns=1, label_share=0.24), Spacer(0, 2 * mm)]
    story += _advice(session.protocol.kind, words)
    story += _part(words("call_us_title"), [*words.lines("call_us_when"), *_line(session, words)])
    phone = words("call_us", phone=clinic.phone) if clinic.phone else words("call_us_no_phone")
    story += [paragraph(phone, "alert"), *_part(words("emergency_title"), words.lines("emergency"))]
    story.append(KeepTogether([paragraph(f"{name}: {number}", "alert") for name, number in words.crisis_lines()]))
    imprint = from_desk.imprint(desk, words("title"), words.sheet("for_patient"), words=words.sheet.sheet)
    return page.build(story, letterhead, imprint, words.about(patient))


def _advice(kind: TreatmentKind, words: PatientWords) -> list[Flowable]:
    """Return what to do and what to expect, for the kind of treatment it was."""
    if kind is TreatmentKind.FLUID:
        return [
            *_part(words.title_of("until_fluid"), words.lines("until_fluid")),
            *_part(words("care_title"), words.lines("care")),
        ]
    story = _part(words("until_title"), words.lines("until"))
    story += _part(words("may_feel_title"), words.lines("may_feel"))
    place = "spray" if kind is TreatmentKind.DEVICES else "care"
    return [*story, *_part(words(f"{place}_title"), words.lines(place))]


def _line(session: Session, words: PatientWords) -> Sequence[str]:
    return () if session.protocol.kind is TreatmentKind.DEVICES else words.lines("call_us_line")


def _part(title: str, sentences: Sequence[str]) -> list[Flowable]:
    """Return a heading with its list, never parted by the end of a sheet."""
    return [KeepTogether([paragraph(title, "heading"), *(bullet(one, "large_item") for one in sentences)])]


def _facts(desk: Desk, session: Session, words: PatientWords) -> list[tuple[str, str]]:
    left = session.last_event(EventKind.DISCHARGED)
    day = desk.local(session.started.at).date() if session.started else session.planned_on
    pairs = [(words("day"), words.sheet.day(day)), (words("treatment"), words.treatment(session.protocol.treatment))]
    given = given_text(desk, session, plain=True)
    pairs += [(words("given"), given)] if given else []
    pairs += [(words("left"), formats.format_time(desk.local(left.at)))] if left else []
    escort = escort_now(session)
    pairs += [(words("escort"), escort)] if escort else []
    return [*pairs, (words("next_visit"), _next(desk, session, words))]


def _next(desk: Desk, session: Session, words: PatientWords) -> str:
    """Return the next visit, with until when to eat and drink before it."""
    coming = [one for one in visit_instructions.of_patient(desk, session.patient_id) if one.starts > desk.now()]
    if not coming:
        return words("no_next_visit")
    visit = coming[0]
    return "\n".join(part for part in (words.moment(visit.starts), _fasting(visit, words)) if part)


def _fasting(visit: Visit, words: PatientWords) -> str:
    food, drink = visit.no_food_after, visit.no_drink_after
    if food is None or drink is None:
        return ""
    day = visit.starts.date()
    if food == drink:
        return words("nothing_after", food=_until(food, day, words))
    return words("food_and_drink", food=_until(food, day, words), drink=_until(drink, day, words))


def _until(moment: datetime, day: date, words: PatientWords) -> str:
    time = formats.format_time(moment)
    return time if moment.date() == day else words("time_on", time=time, day=words.sheet.day(moment.date()))
