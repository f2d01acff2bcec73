"""From scanned sheets to the forms they are: whose each is, what is wrong with its sheets, whether it may be filed.

Nothing is recorded here. A refusal says why a form cannot be filed; a remark says what a person has to look at first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.formats import format_born, format_date, format_name
from clinicdesk.language import _, ngettext
from clinicdesk.records import patients
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.consents.marks import clinic_mark, form_mark
from clinicdesk.records.consents.reading import by_form_number, of_patient
from clinicdesk.records.consents.status import Status
from clinicdesk.records.identities import surviving
from clinicdesk.records.patients import Patient
from clinicdesk.rules.form_sheets import FormSheets, ScannedSheet, enumeration, put_together, sort_stack


@dataclass(frozen=True, slots=True)
class MatchedForm:
    """The sheets of one form, and the consent they belong to.

    Attributes:
        sheets: In the order of the pages, with what is wrong with them.
        consent, patient: None for a number that is not in this clinic.
        refusal: Why it cannot be filed; empty when it can.
        remarks: What a person has to look at before it is filed.
        by_hand: A person said which form it is.
    """

    found: FormSheets
    consent: Consent | None
    patient: Patient | None
    refusal: str = ""
    remarks: tuple[str, ...] = ()
    by_hand: bool = False

    @property
    def form_number(self) -> int:
        """The number on the form."""
        return self.found.form_number

    @property
    def sheets(self) -> tuple[ScannedSheet, ...]:
        """Its sheets, in the order of the pages."""
        return self.found.sheets

    @property
    def matches(self) -> bool:
        """Whether it can be filed without a second look."""
        return not self.refusal and not self.remarks

    @property
    def wants_signing(self) -> bool:
        """Whether it is still to be recorded that it was signed, and by whom, before the scan is kept."""
        return self.consent is not None and self.consent.status is Status.PREPARED

    @property
    def told(self) -> dict[str, Any]:
        """What is kept about the sheets beside the scan: how many, what is missing, and whether a person chose."""
        found = self.found
        said: dict[str, Any] = {"sheets": len(found.sheets), "missing": list(found.missing)}
        if found.doubled:
            said["doubled"] = sorted(found.doubled)
        return said | ({"by_hand": True} if self.by_hand else {})


@dataclass(frozen=True, slots=True)
class MatchedStack:
    """A stack of scanned sheets: our forms, sheets of another clinic, and sheets nobody can tell without looking."""

    forms: tuple[MatchedForm, ...]
    foreign: tuple[ScannedSheet, ...]
    unknown: tuple[ScannedSheet, ...]


def match(desk: Desk, sheets: Iterable[ScannedSheet], *, patient_id: str = "") -> MatchedStack:
    """Return which forms the sheets of a stack are. ``patient_id`` is whose chart is open, if any."""
    found = sort_stack(sheets, clinic_mark(desk))
    return MatchedStack(
        tuple(_matched(desk, one, patient_id, by_hand=False) for one in found.forms), found.foreign, found.unknown
    )


def assign(desk: Desk, form_number: int, sheets: Sequence[ScannedSheet], *, patient_id: str = "") -> MatchedForm:
    """Return sheets as the form a person says they are."""
    return _matched(desk, put_together(form_number, sheets), patient_id, by_hand=True)


def renew(desk: Desk, form: MatchedForm, sheets: Sequence[ScannedSheet], *, patient_id: str = "") -> MatchedForm:
    """Return a form as it stands now, with these of its sheets: some belong elsewhere, or it was answered meanwhile."""
    return _matched(desk, put_together(form.form_number, sheets), patient_id, by_hand=form.by_hand)


def open_forms(desk: Desk, patient_id: str) -> list[Consent]:
    """Return the forms of a patient a scan may belong to: those that wait for one first, then the newest."""
    there = [one for one in of_patient(desk, patient_id) if not _refusal(desk, one)]
    return sorted(there, key=lambda one: one.scan is not None)


def _matched(desk: Desk, found: FormSheets, patient_id: str, *, by_hand: bool) -> MatchedForm:
    try:
        consent = by_form_number(desk, found.form_number)
    except NotFound:
        refusal = _("There is no form {number:06d} in this clinic. Check the number on the paper.")
        return MatchedForm(found, None, None, refusal.format(number=found.form_number), by_hand=by_hand)
    patient = patients.get(desk, surviving(desk, consent.patient_id))
    remarks = [*_other_patient(desk, patient, patient_id), *_other_print(desk, consent, found), *found.remarks]
    if by_hand:
        remarks.append(
            _("Check that form {number:06d} is what is printed on the paper.").format(number=consent.form_number)
        )
    if consent.scan is not None:
        remarks.append(_("A scan of this form is kept already. The new one is shown from now on; both stay."))
    return MatchedForm(found, consent, patient, _refusal(desk, consent), tuple(remarks), by_hand)


def _other_patient(desk: Desk, patient: Patient, patient_id: str) -> list[str]:
    if not patient_id or surviving(desk, patient_id) == patient.id:
        return []
    today = desk.local(desk.now()).date()
    sentence = _("This form is another patient's: {name}, born {day}. It goes into that chart, not into the one open.")
    name = format_name(patient.family_name, patient.given_name)
    return [sentence.format(name=name, day=format_born(patient.birth_date, today))]


def _other_print(desk: Desk, consent: Consent, found: FormSheets) -> list[str]:
    now = form_mark(desk, consent)
    other = [sheet.number for sheet in found.sheets if sheet.mark is not None and sheet.mark.mark != now]
    if not other:
        return []
    return [
        ngettext(
            "Sheet {list} was printed before the name, the birth date or other words on this form changed. Compare "
            "the printed name and birth date with the chart.",
            "Sheets {list} were printed before the name, the birth date or other words on this form changed. Compare "
            "the printed name and birth date with the chart.",
            len(other),
        ).format(list=enumeration(other))
    ]


def _refusal(desk: Desk, consent: Consent) -> str:
    """Return why no signed paper can be filed with a form, or nothing."""
    if consent.is_on_paper:
        return ""
    event = consent.deciding_event
    day = format_date(desk.local(event.occurred_at).date()) if event else ""
    if consent.status is Status.PREPARED:
        return _refusal_to_sign(consent)
    if consent.status is Status.DECLINED:
        return _(
            "This form was recorded as declined on {day}. Ask who recorded it; a signed paper needs a new form."
        ).format(day=day)
    if consent.status is Status.VOIDED:
        return _("This form was voided on {day}. A signed paper needs a new form.").format(day=day)
    return _("This form was signed on the screen, and what was signed there stands. Keep this paper under Documents.")


def _refusal_to_sign(consent: Consent) -> str:
    if not consent.is_adopted:
        return _("This form is on sample wording, which nobody can sign. Prepare a new form when the text is adopted.")
    if consent.open_questions:
        return _("A question about this form waits for the clinician. It can be filed when it is answered.")
    return ""
