"""The orders of a session on paper: the arithmetic as signed, who checked it again, what was ordered by word."""

from collections.abc import Sequence

from reportlab.platypus import KeepTogether
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing.course_words import dose_words, under
from clinicdesk.printing.session_before import moment_text
from clinicdesk.printing.session_course import FROM_PAPER
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import table
from clinicdesk.records import sessions
from clinicdesk.records.sessions import DrugGiven, Order, SecondCheck, Session
from clinicdesk.rules.spacing import position_text


def orders(desk: Desk, session: Session, width: float) -> list[Flowable]:
    """Return every order with its arithmetic and its second check, then what was ordered by word of mouth."""
    story: list[Flowable] = []
    for number, order in enumerate(session.orders, start=1):
        story += order_part(desk, session, order, number, len(session.orders))
    if session.verbal_orders:
        head = (_("Said"), _("By"), _("What was ordered"), _("Read back"), _("Signed"))
        rows = [
            (
                formats.format_time(desk.local(one.said_at)),
                one.prescriber_name,
                _("{words} (written down by {name})").format(words=one.words, name=one.by_name),
                _("yes") if one.read_back else _("written by the prescriber"),
                moment_text(desk, one.signed_at) if one.signed_at else _("waits"),
            )
            for one in session.verbal_orders
        ]
        story += headed(_("Verbal orders"), table(head, rows, (1, 2, 5, 1.3, 2), width))
    return story


def order_part(desk: Desk, session: Session, order: Order, number: int = 1, count: int = 1) -> list[Flowable]:
    """Return one order: dose, every step of the arithmetic, who signed it and who worked it out again.

    Until the second check agrees, only the prescriber's own paper says the dose.
    """
    title = _("Order") if count == 1 else _("Order {place}").format(place=position_text(number, count))
    if sessions.is_blind(desk, session):
        # Who is to work the dose out anew must not read it here.
        words = _("{drug}: the dose waits for its second check. Signed by {name}.")
        told = words.format(drug=formats.format_drug(order.drug), name=order.prescriber_name)
        return [KeepTogether([paragraph(title, "heading"), paragraph(told)])]
    parts: list[Flowable] = [paragraph(title, "heading"), paragraph(dose_words(order), "subheading")]
    parts.append(paragraph("\n".join(order.lines)))
    parts.append(paragraph(" ".join(_signed(desk, session, order))))
    return [KeepTogether(parts)]


def _signed(desk: Desk, session: Session, order: Order) -> list[str]:
    signed = [_("Weighed {weighed}.").format(weighed=moment_text(desk, order.weighed_at))] if order.weighed_at else []
    name, time = order.prescriber_name, moment_text(desk, order.signed_at)
    signed.append(_("Signed by {name}, {time}.").format(name=name, time=time))
    if order.written_at is not None:
        written = moment_text(desk, order.written_at)
        signed.append(_("Written on paper {time}, typed in later.").format(time=written))
    if order.remark:
        signed.append(_("Reason for the change: {reason}").format(reason=order.remark))
    if order.consent_reason:
        signed.append(_("Reason to go on with this consent: {reason}").format(reason=order.consent_reason))
    return [*signed, *(_checked(desk, one) for one in session.second_checks if one.order_id == order.id)]


def _checked(desk: Desk, check: SecondCheck) -> str:
    time = moment_text(desk, check.checked_at)
    if check.alone_reason:
        return _("No second check, {time}: {reason}").format(time=time, reason=check.alone_reason)
    name = check.checker_name or _("somebody")
    if check.agreed:
        return _("Worked out again by {name}, without seeing the first result, {time}: the same.").format(
            name=name, time=time
        )
    return _("Worked out again by {name}, {time}: not the same.").format(name=name, time=time)


def drugs(desk: Desk, session: Session, width: float) -> list[Flowable]:
    """Return every line of drug with what was drawn, given, wasted and returned, before whom, under which order."""
    if not session.all_drugs:
        return []
    head = (
        _("Drug"), _("Lot, expiry"), _("Drawn"), _("Given"), _("Wasted"), _("Returned"), _("Witness, order"),
        _("Recorded"),
    )  # fmt: skip
    rows = drug_rows(desk, session)
    return headed(_("Drugs given"), table(head, rows, (2.5, 1.8, 1.1, 1.1, 1.1, 1.35, 2.3, 1.9), width))


def drug_rows(desk: Desk, session: Session) -> list[Sequence[str]]:
    """Return one row for each line of drug, corrected ones marked in words."""
    gone = {drug.corrects for drug in session.all_drugs}
    return [_drug_row(desk, session, drug, corrected=drug.id in gone) for drug in session.all_drugs]


def _drug_row(desk: Desk, session: Session, drug: DrugGiven, *, corrected: bool) -> Sequence[str]:
    name = formats.format_drug(drug.product)
    if drug.strength_micrograms_per_ml:
        name += f" {formats.format_concentration(drug.strength_micrograms_per_ml)}"
    if drug.route:
        name += f", {drug.route}"
    if corrected:
        name = _("Corrected below: {what}").format(what=name)
    expiry = formats.format_date(drug.expires_on) if drug.expires_on else ""
    lot = ", ".join(part for part in (drug.lot or "", expiry) if part)
    order = under(desk, session, drug.ordered_by, drug.order_ref)
    beside = "; ".join(part for part in (drug.witness_name, order, drug.remark) if part)
    by = f"{formats.format_time(desk.local(drug.given_at))}{FROM_PAPER * drug.transcribed}, {drug.by_name}"
    return (name, lot or _("not recorded"), *_amounts(drug), beside, by)


def _amounts(drug: DrugGiven) -> tuple[str, ...]:
    """Return drawn, given, wasted, returned; of a fluid, which has no amount of drug, its volume as given."""
    if drug.volume_microlitres is not None:
        return ("", formats.format_volume(drug.volume_microlitres), "", "")
    amounts = (drug.drawn_micrograms, drug.given_micrograms, drug.wasted_micrograms)
    told = [_("not recorded") if amount is None else formats.format_dose(amount) for amount in amounts]
    return (*told, formats.format_dose(drug.returned_micrograms) if drug.returned_micrograms else "")
