"""The papers about who saw and did what, each with its neutral name.

What a paper is about: ``history`` a patient, then a topic of the history or ``all``, then a person by id, of which the
last or both may be left out; ``access-log`` what ``log_choice`` writes; ``access-review`` a month (``2026-11``);
``disclosures`` a patient, and after a blank ``all`` for what the accounting may leave out; ``anchor-slip`` nothing;
``cover-slip`` a consent that is signed.
"""

from collections.abc import Callable, Mapping

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.printing.papers import Paper, PaperKind, file_name
from clinicdesk.records import access_reviews, anchors, consents, log_choice, patients
from clinicdesk.records.history import Topic


def build(desk: Desk, kind: PaperKind, subject: str) -> Paper:
    """Make a paper. Raises ``CannotPrint``, ``NotFound`` or ``NotAllowed``, with a sentence."""
    return _BUILDERS[kind](desk, subject)


def _history(desk: Desk, subject: str) -> Paper:
    from clinicdesk.printing import history_paper

    patient_id, topic, staff_id, *_none = *subject.split(" "), "", ""
    content = history_paper.of_chart(desk, patient_id, None if topic in ("", "all") else Topic(topic), staff_id)
    return Paper(_("History of the chart"), file_name(desk, patient_id, "history"), content, patient_id)


def _access_log(desk: Desk, subject: str) -> Paper:
    from clinicdesk.printing import history_paper

    choice = log_choice.read(subject)
    content = history_paper.of_log(desk, choice)
    return Paper(_("Access log"), f"access-log-{_today(desk)}.pdf", content, choice.patient_id)


def _access_review(desk: Desk, month: str) -> Paper:
    from clinicdesk.printing import access_review

    content = access_review.build(desk, access_reviews.month_of(month))
    return Paper(_("Review of access"), f"access-review-{month}.pdf", content, None)


def _disclosures(desk: Desk, subject: str) -> Paper:
    from clinicdesk.printing import disclosures

    patient_id, _blank, which = subject.partition(" ")
    content = disclosures.build(desk, patient_id, everything=which == "all")
    return Paper(_("Accounting of disclosures"), file_name(desk, patient_id, "disclosures"), content, patient_id)


def _anchor_slip(desk: Desk, _subject: str) -> Paper:
    from clinicdesk.printing import anchor_slip

    link = anchors.now(desk)
    content = anchor_slip.build(desk, link)
    # Whoever sees the slip can keep it: that it was made is what counts, not how it left.
    anchors.write(desk, anchors.Way.PRINTED, link)
    return Paper(_("State of the record"), f"record-{link.seq}.pdf", content, None)


def _cover_slip(desk: Desk, consent_id: str) -> Paper:
    from clinicdesk.printing import cover_slip

    consent = consents.get(desk, consent_id)
    if consent.signed_paper is None:
        raise NotFound(_("There is no signed form yet. A cover slip goes with what was signed."))
    title = _("Form {number}").format(number=f"{consent.form_number:06d}")
    patient = patients.get(desk, consent.patient_id)
    content = cover_slip.build(desk, patient, title, consent.signed_paper)
    name = file_name(desk, consent.patient_id, f"cover-{consent.form_number}")
    return Paper(_("Cover slip"), name, content, consent.patient_id)


def _today(desk: Desk) -> str:
    return desk.local(desk.now()).date().isoformat()


_BUILDERS: Mapping[PaperKind, Callable[[Desk, str], Paper]] = {
    "history": _history,
    "access-log": _access_log,
    "access-review": _access_review,
    "disclosures": _disclosures,
    "anchor-slip": _anchor_slip,
    "cover-slip": _cover_slip,
}
