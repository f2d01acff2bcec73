"""What every paper is told about itself, read from the clinic at a desk: the letterhead, the patient, the printing."""

from typing import cast

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date, format_name
from clinicdesk.language import _
from clinicdesk.printing.letterhead import About, Imprint, Letterhead, PaperSize, SheetWords
from clinicdesk.records import anchors, practice
from clinicdesk.records.patients import Patient, format_record_number


def letterhead(desk: Desk) -> Letterhead:
    """Return the clinic as it stands on top of every sheet."""
    clinic = practice.get(desk)
    return Letterhead(
        name=clinic.name,
        address=clinic.address,
        phone=clinic.phone,
        logo=practice.logo(desk),
        paper_size=cast(PaperSize, clinic.paper_size),
        sample=desk.clinic.is_sample,
    )


def about(patient: Patient) -> About:
    """Return the patient as on every sheet. An unknown date of birth is said, so that nobody writes one in."""
    given = " ".join(part for part in (patient.given_name, patient.middle_name) if part)
    born = format_date(patient.birth_date) if patient.birth_date else _("date not known")
    return About(
        format_name(patient.family_name, given, patient.title), born, format_record_number(patient.record_number)
    )


def imprint(
    desk: Desk, title: str, audience: str, form_number: str = "", mark: str = "", words: SheetWords | None = None
) -> Imprint:
    """Return what the paper is (``title`` is neutral: anybody may see it), for whom, and that this person prints it.

    It carries how far the record has come: any paper shows later whether what was recorded before it is unchanged.
    ``audience`` is one of ``audiences`` or a name, without "For". ``words`` are those of header and footer on a paper
    in another language than the program's.
    """
    made_at, record_at = desk.local(desk.now()), anchors.stamp(desk)
    return Imprint(title, form_number, desk.person.name, made_at, audience, mark, words=words, record_at=record_at)
