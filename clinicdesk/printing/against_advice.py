"""The paper for a patient who leaves against advice: what was explained, in the patient's language, and who signs."""

from collections.abc import Sequence

from reportlab.platypus import KeepTogether
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.printing import fonts, from_desk, page, patient_words
from clinicdesk.printing.course_words import given_text
from clinicdesk.printing.drawn import Drawn, mm
from clinicdesk.printing.patient_words import PatientWords
from clinicdesk.printing.signature_lines import SignatureLine, signature_lines
from clinicdesk.printing.styles import bullet, paragraph
from clinicdesk.printing.tables import facts
from clinicdesk.records import patients, practice, sessions
from clinicdesk.records.sessions import Session
from clinicdesk.rules.protocol import TreatmentKind

_LINE = 6.6 * mm


@fonts.spelling_out()
def build(desk: Desk, session_id: str) -> bytes:
    """Return the paper as a PDF, to be signed by hand. Raises ``NotFound``, ``NotAllowed`` and ``CannotPrint``."""
    session = sessions.get(desk, session_id)
    patient = patients.get(desk, session.patient_id)
    words = patient_words.for_patient("against_advice", patient)
    clinic, letterhead = practice.get(desk), from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    story: list[Flowable] = [paragraph(words("title"), "title"), paragraph(words("intro", clinic=clinic.name))]
    story.append(facts(_facts(desk, session, words), width))
    risks = "risks_fluid" if session.protocol.kind is TreatmentKind.FLUID else "risks"
    story += _part(words("risks_title"), words.lines(risks))
    for title, lines in (("more_title", 2), ("why_title", 1), ("home_title", 1)):
        story.append(KeepTogether([paragraph(words(title), "subheading"), _lines(lines, width)]))
    emergency = ", ".join(number for _name, number in reversed(words.crisis_lines()))
    phone = clinic.phone or clinic.name
    story += _part(words("still_title"), words.lines("still", phone=phone, emergency=emergency))
    signers = [SignatureLine(words(who)) for who in ("patient", "clinician", "witness")]
    labels = (words("name"), words("moment"))
    statement = paragraph(words("statement"))
    story.append(KeepTogether([statement, signature_lines(signers, width, labels), paragraph(words("refused"))]))
    imprint = from_desk.imprint(desk, words("title"), words.sheet("for_both"), words=words.sheet.sheet)
    return page.build(story, letterhead, imprint, words.about(patient))


def _facts(desk: Desk, session: Session, words: PatientWords) -> list[tuple[str, str]]:
    pairs = [(words("treatment"), words.treatment(session.protocol.treatment))]
    if given := given_text(desk, session, plain=True):
        pairs.append((words("given"), given))
    if session.started is not None:
        pairs.append((words("started"), formats.format_time(desk.local(session.started.at))))
    if session.ended is not None:
        pairs.append((words("ended"), formats.format_time(desk.local(session.ended.at))))
    return [*pairs, (words("written_at"), words.sheet.moment(desk.local(desk.now())))]


def _part(title: str, sentences: Sequence[str]) -> list[Flowable]:
    return [KeepTogether([paragraph(title, "heading"), *(bullet(one) for one in sentences)])]


def _lines(count: int, width: float) -> Drawn:
    """Return lines to write on by hand."""

    def paint(canvas: object) -> None:
        for line in range(count):
            canvas.setLineWidth(0.4)  # type: ignore[attr-defined]
            canvas.line(0, line * _LINE + 2, width, line * _LINE + 2)  # type: ignore[attr-defined]

    return Drawn(width, count * _LINE, paint)
