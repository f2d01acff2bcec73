"""What the front desk needs of a patient: whether and how to contact them, and how visits are paid."""

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import accounts, authorisations, contact_rules, coverage, enquiries, payment_words
from clinicdesk.records.patients import Patient
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.authorisation import Standing

Line = tuple[str, str, str]
"""A label, a value and its tone."""


def contact_rule_lines(desk: Desk, patient: Patient) -> list[Line]:
    """Return the contact rules; what forbids comes first, and what nobody asked stays visible as such."""
    lines: list[Line] = [("", words, "danger") for words in contact_rules.forbidding(patient)]
    if not (patient.deceased or patient.moved_away):
        lines += [_may_call(patient), _may_leave(patient), _prefers(patient)]
    if patient.former_names:
        lines.append((_("Former names"), patient.former_names, ""))
    if patient.distinguishing_remark:
        lines.append((_("Not to be confused"), patient.distinguishing_remark, "warn"))
    for asked in enquiries.of_patient(desk, patient.id):
        day = formats.format_date(desk.local(asked.taken_at).date())
        lines.append((_("Asked on {day}").format(day=day), asked.reason or _("No reason written down"), ""))
    return lines


def _may_call(patient: Patient) -> Line:
    if patient.do_not_call == "yes":
        return (_("May be called"), _("No"), "danger")
    return (_("May be called"), *_answered(patient.answer("do_not_call"), none=_("Yes")))


def _may_leave(patient: Patient) -> Line:
    said = {"yes": (_("Yes"), ""), "no": (_("No"), "warn")}.get(patient.leave_message)
    return (_("May leave a message"), *(said or _answered(patient.answer("leave_message"), none=_("No"))))


def _prefers(patient: Patient) -> Line:
    if patient.preferred_channel:
        words = contact_rules.channel_words()[patient.preferred_channel]
        return (_("Preferred way"), f"{words[:1].upper()}{words[1:]}", "")
    return (_("Preferred way"), *_answered(patient.answer("preferred_channel"), none=_("No preference")))


def _answered(answer: Answer, *, none: str) -> tuple[str, str]:
    if answer is Answer.NONE:
        return none, ""
    return (_("Asked, not known"), "warn") if answer is Answer.UNKNOWN else (_("Not asked"), "warn")


def payment_lines(desk: Desk, patient_id: str) -> list[Line]:
    """Return who pays, what is owed, and how the prior authorisations stand that somebody must look at."""
    today = desk.local(desk.now()).date()
    lines: list[Line] = []
    for agreed in coverage.standing(desk, patient_id, today):
        words = ", ".join(part for part in (payment_words.who_pays(agreed), payment_words.price(agreed)) if part)
        lines.append((_("Paid by"), words, ""))
    if not lines:
        lines.append((_("Paid by"), _("Not recorded"), "warn"))
    account = accounts.of_patient(desk, patient_id)
    if account.deposit_missing_cents:
        missing = formats.format_money(account.deposit_missing_cents)
        lines.append((_("Deposit"), _("{amount} to be paid").format(amount=missing), "warn"))
    lines.append((_("Balance"), account.words, "warn" if account.owed_cents > 0 else ""))
    authorised = authorisations.of_patient(desk, patient_id)
    # One that has expired matters only where no other took its place.
    for one in [one for one in authorised if one.standing(today) is not Standing.EXPIRED] or authorised[:1]:
        warning = one.warning(today)
        tone = "" if not warning else "danger" if one.standing(today) in _SPENT else "warn"
        words = ", ".join((one.number, one.used_words, warning or payment_words.valid(one)))
        lines.append((_("Prior authorisation"), words, tone))
    return lines


_SPENT = (Standing.EXPIRED, Standing.USED_UP)
