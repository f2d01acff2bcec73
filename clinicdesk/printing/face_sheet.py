"""The face sheet: who the patient is, who to call, and what everybody must know before treating them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from reportlab.platypus.flowables import Flowable

from clinicdesk.desk import Desk
from clinicdesk.formats import format_born, format_date, format_name
from clinicdesk.language import _
from clinicdesk.printing import audiences, fonts, from_desk, page
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import facts, table
from clinicdesk.records import (
    authorisations,
    care_team,
    chart_facts,
    contact_rules,
    coverage,
    patients,
    payment_words,
)
from clinicdesk.records.chart_facts import ChartFacts, FactList
from clinicdesk.records.patient_details import COLUMNS
from clinicdesk.records.patients import Patient, format_record_number
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.authorisation import Standing


def build(desk: Desk, patient_id: str) -> bytes:
    """Return the face sheet as a PDF.

    Somebody whose role does not include clinical text gets it without the clinical lists, and the sheet says so. Raises
    ``NotFound``, and ``CannotPrint`` naming the field with a character no font has.
    """
    patient = patients.get(desk, patient_id)
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    fonts.check({name.replace("_", " "): str(getattr(patient, name) or "") for name in COLUMNS})
    story: list[Flowable] = [paragraph(_("Face sheet"), "title")]
    story += headed(_("Patient"), facts(_identity(desk, patient), width))
    story += headed(_("How to reach the patient"), facts(_contact(patient), width))
    paid = _paid(desk, patient)
    fonts.check(dict(paid))
    if paid:
        story += headed(_("How visits are paid"), facts(paid, width))
    story += headed(_("Emergency contact and clinicians"), facts(_people(desk, patient), width))
    if desk.sees("clinical"):
        story += _clinical(chart_facts.of(desk, patient.id), width)
    else:
        sentence = _(
            "Printed without allergies, medicines and other clinical lists: the person printing may not see them."
        )
        story.append(paragraph(sentence))
    return page.build(
        story, letterhead, from_desk.imprint(desk, _("Face sheet"), audiences.STAFF), from_desk.about(patient)
    )


def _identity(desk: Desk, patient: Patient) -> list[tuple[str, str]]:
    sexes = {"female": _("Female"), "male": _("Male"), "intersex": _("Intersex")}
    today = desk.local(desk.now()).date()
    pairs = [
        (_("Name"), format_name(patient.family_name, f"{patient.given_name} {patient.middle_name}", patient.title)),
        (_("Preferred name"), patient.preferred_name or _("Not recorded")),
        (_("Record number"), format_record_number(patient.record_number)),
        (_("Born"), _born(patient, today)),
        (_("Sex at birth"), sexes.get(patient.sex_at_birth) or _said(patient, "sex_at_birth")),
        (_("Gender"), patient.gender or _("Not recorded")),
        (_("Pronouns"), patient.pronouns or _("Not recorded")),
        (_("Language"), patient.language or _("Not recorded")),
    ]
    if patient.former_names:
        pairs.insert(2, (_("Former names"), patient.former_names))
    if patient.distinguishing_remark:
        pairs.insert(1, (_("Not to be confused"), patient.distinguishing_remark))
    if patient.deceased:
        pairs.append((_("Died"), format_date(patient.deceased_on) if patient.deceased_on else _("Day not known")))
    return pairs


def _born(patient: Patient, today: date) -> str:
    if patient.birth_date is None:
        return _said(patient, "birth_date")
    return format_date(patient.birth_date) if patient.deceased else format_born(patient.birth_date, today)


def _contact(patient: Patient) -> list[tuple[str, str]]:
    return [
        (_("Address"), patient.address or _("Not recorded")),
        (_("E-mail"), _said(patient, "email")),
        (_("Mobile phone"), _said(patient, "phone_mobile")),
        (_("Home phone"), _said(patient, "phone_home")),
        (_("Contact rules"), "; ".join(contact_rules.from_details(patient).words) or _("None recorded")),
    ]


def _paid(desk: Desk, patient: Patient) -> list[tuple[str, str]]:
    """Return who pays, and the prior authorisations that still hold; not what is owed."""
    today = desk.local(desk.now()).date()
    pairs = [(_("Paid by"), payment_words.who_pays(one)) for one in coverage.standing(desk, patient.id, today)]
    for one in authorisations.of_patient(desk, patient.id):
        if one.standing(today) is not Standing.EXPIRED:
            words = _("{number}, {dates}, {used}").format(
                number=one.number, dates=payment_words.valid(one), used=one.used_words
            )
            pairs.append((_("Prior authorisation"), words))
    return pairs


def _people(desk: Desk, patient: Patient) -> list[tuple[str, str]]:
    relation = f" ({patient.emergency_relation})" if patient.emergency_relation else ""
    # Where the care team is written down, what was said of it at registration is left out.
    team = [(_("Care team"), one.reached) for one in care_team.of_patient(desk, patient.id)]
    return [
        (_("Emergency contact"), _said(patient, "emergency_name") + relation),
        (_("Their phone"), patient.emergency_phone or _("Not recorded")),
        (_("Referring clinician"), _said(patient, "referring_clinician")),
        *(team or [(_("Treating clinicians"), _said(patient, "treating_clinicians"))]),
    ]


def _said(patient: Patient, name: str) -> str:
    """Return a field's text, or which of the other three answers it holds."""
    words = {Answer.NOT_ASKED: _("Not recorded"), Answer.UNKNOWN: _("Patient does not know"), Answer.NONE: _("None")}
    value = getattr(patient, name)
    return str(value) if value else words[patient.answer(name)]


def _clinical(known: ChartFacts, width: float) -> list[Flowable]:
    """Return the five lists, the allergies first: they are what nobody may overlook."""
    return [
        *_list(
            _("Allergies"), known.allergies, (_("Allergic to"), _("Reaction"), _("Severity")), (3, 3, 1.4), width,
            lambda item: (item.substance, item.reaction or _("Not recorded"), item.severity or _("Not recorded")),
            (_("Allergies not recorded"), _("Allergies not known: the patient could not say"), _("No known allergies")),
        ),
        *_list(
            _("Current medicines"), known.medicines, (_("Medicine"), _("Dose"), _("Taken for"), _("Since")),
            (4, 2, 3, 1.6), width,
            lambda item: (item.name, item.dose, item.reason, format_date(item.started_on) if item.started_on else ""),
            (_("Medicines not recorded"), _("Medicines not known: the patient could not say"), _("Takes no medicines")),
        ),
        *_list(
            _("Problems"), known.problems, (_("Problem"), _("Since")), (5, 1.4), width,
            lambda item: (item.name, format_date(item.started_on) if item.started_on else ""),
            (_("Problems not recorded"), _("Problems not known: the patient could not say"), _("No other problems")),
        ),
        *_list(
            _("Indications for treatment"), known.indications, (_("Indication"),), (1,), width,
            lambda item: (item.name,),
            (_("Indication not recorded"), _("Indication not known"), _("No indication for treatment")),
        ),
        *_list(
            _("Treatments tried before"), known.treatments_tried,
            (_("Treatment"), _("Dose"), _("How long"), _("Adequate"), _("Result")), (3, 1.5, 1.5, 1.2, 2), width,
            lambda item: (item.treatment, item.dose, item.duration, _adequate(item.adequate), item.result),
            (_("Treatments tried not recorded"), _("Treatments tried not known"), _("No treatments tried before")),
        ),
    ]  # fmt: skip


def _list(
    title: str,
    known: FactList[Any],
    head: Sequence[str],
    shares: Sequence[float],
    width: float,
    row: Any,
    words: tuple[str, str, str],
) -> list[Flowable]:
    """Return one list; ``words`` say not asked, unknown and none."""
    if known.items:
        listed = headed(title, table(head, [row(item) for item in known.items], shares, width))
        doubt = paragraph(_("Another record of this patient says none: ask again."))
        return [*listed, doubt] if known.contradicted else listed
    said = dict(zip((Answer.NOT_ASKED, Answer.UNKNOWN, Answer.NONE), words, strict=True))
    return headed(title, paragraph(said[known.answer]))


def _adequate(value: str) -> str:
    return {"yes": _("yes"), "no": _("no"), "unknown": _("not known")}.get(value, "")
