"""Drugs given in a session: what was drawn up, given, wasted and returned, from which lot, under which order, and who
saw the waste.
"""

from datetime import date, datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.formats import format_date, format_dose, format_drug
from clinicdesk.language import _
from clinicdesk.records import staff
from clinicdesk.records.sessions.events import cleaned, correction_of, refuse_closed, when
from clinicdesk.records.sessions.ordered import Under, claim_of, is_named, read_under, refuse_drug
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import DrugGiven, OrderedBy, Session
from clinicdesk.records.sessions.withdrawn import refuse_more_drug
from clinicdesk.rules.dosing import check_balance
from clinicdesk.rules.names import fold
from clinicdesk.rules.timeline import Moment
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import insert


def give_drug(
    desk: Desk,
    session_id: str,
    *,
    product: str,
    strength_micrograms_per_ml: int | None = None,
    lot: str | None = None,
    expires_on: date | None = None,
    drawn_micrograms: int | None = None,
    given_micrograms: int | None = None,
    wasted_micrograms: int | None = None,
    returned_micrograms: int | None = None,
    volume_microlitres: int | None = None,
    under: Under | None = None,
    witness_id: str | None = None,
    route: str | None = None,
    given_at: datetime | None = None,
    remark: str | None = None,
    corrects: str | None = None,
) -> str:
    """Record one line of drug and return its id; with ``corrects`` it replaces an earlier line, which stays readable
    and whose time it keeps.

    ``under`` is the order it was given under; the ordered drug is given under the signed order if none is named. A
    fluid has ``volume_microlitres`` and no amounts. Amounts may still be missing: ``unbalanced`` tells, and signing
    asks. An expired lot, a witness who is the person recording, an amount or strength that cannot be, more than an
    order covers, and more of the ordered drug after consent was withdrawn are refused with ``BadValue``.
    """
    session = get(desk, session_id)
    refuse_closed(session)
    if not cleaned(product):
        raise BadValue(_("Type the name of the drug."), "product")
    corrected = next((drug for drug in session.drugs if drug.id == corrects), None)
    if corrects is not None and corrected is None:
        raise NotFound(_("This line was corrected meanwhile. Look at it again."))
    at = corrected.given_at if corrected else when(desk, given_at).at
    refuse_expired(expires_on, desk.local(at).date())
    if corrected is None:
        refuse_more_drug(desk, session, product, given_micrograms, at)
    if strength_micrograms_per_ml is not None and strength_micrograms_per_ml not in _STRENGTHS:
        raise BadValue(_("This strength cannot be. Type the mg per mL on the vial."), "strength")
    _refuse_impossible(
        drawn=drawn_micrograms, given=given_micrograms, wasted=wasted_micrograms, returned=returned_micrograms
    )
    if volume_microlitres is not None and not 0 <= volume_microlitres <= _LARGEST_VOLUME:
        raise BadValue(_("This volume cannot be. Type it in mL, as it stands on the bag."), "volume")
    if witness_id is not None and witness_id == desk.person.id:
        raise BadValue(_("The witness must be somebody else. Choose another member of staff."), "witness")
    ordered = under or (corrected and read_under(corrected.ordered_by, corrected.order_ref))
    ordered = ordered or _usual_order(session, product)
    if ordered is not None:
        refuse_drug(
            session,
            ordered,
            product=product,
            given_micrograms=given_micrograms,
            volume_microlitres=volume_microlitres,
            at=at,
            except_drug=corrects,
        )
    drug_id = desk.new_id()
    row = insert(
        "drugs_given",
        drug_id,
        session_id=session.id,
        patient_id=session.patient_id,
        product=cleaned(product),
        strength_micrograms_per_ml=strength_micrograms_per_ml,
        lot=cleaned(lot),
        expires_on=expires_on.isoformat() if expires_on else None,
        drawn_micrograms=drawn_micrograms,
        given_micrograms=given_micrograms,
        wasted_micrograms=wasted_micrograms,
        returned_micrograms=returned_micrograms,
        volume_microlitres=volume_microlitres,
        ordered_by=str(ordered.by) if ordered else None,
        order_ref=ordered.ref if ordered else None,
        witness_id=witness_id,
        witness_name=staff.name_of(desk, witness_id) if witness_id else None,
        given_at=as_text(at),
        route=cleaned(route),
        corrects=corrects,
        remark=cleaned(remark),
        transcribed=int(desk.transcribing),
    )
    claims = correction_of(corrects) or claim_of(session, ordered)
    desk.record("session.drug", *claims, row, patient=session.patient_id)
    return drug_id


def _usual_order(session: Session, product: str) -> Under | None:
    """Return the signed order for the drug it is for, of a fluid for all that goes into the bag.

    For any other drug somebody says under which order it was given.
    """
    order = session.order
    return Under(OrderedBy.SIGNED, order.id) if order is not None and is_named(order, product) else None


def refuse_expired(expires_on: date | None, day: date) -> None:
    """Raise ``BadValue`` for a lot whose last day was before ``day``."""
    if expires_on is not None and expires_on < day:
        raise BadValue(
            _("This lot expired on {day}. Do not use it; take another one.").format(day=format_date(expires_on)),
            "expires_on",
        )


def _refuse_impossible(**amounts: int | None) -> None:
    for field, amount in amounts.items():
        if amount is not None and amount < 0:
            raise BadValue(_("An amount of drug cannot be less than nothing."), field)
        if amount is not None and amount > _LARGEST_AMOUNT:
            raise BadValue(_("This amount of drug cannot be. Type it in mg, as it stands on the vial."), field)


_LARGEST_AMOUNT = 100_000_000
"""100 g in micrograms, far beyond any syringe or bag: a higher number is a slip of the hand. Our own choice."""

_STRENGTHS = range(1, 1_000_001)
"""Micrograms per mL, up to 1 g per mL: no solution holds more."""


_LARGEST_VOLUME = 10_000_000
"""10 L in microlitres: no visit gives more. Our own choice."""

_NASAL = ("nasal", "intranasal")


def unbalanced(drug: DrugGiven) -> str | None:
    """Return what is missing or wrong about a line of drug, as a sentence, or None when it is complete.

    Complete: lot and expiry are there, what was given was ordered, given + wasted + returned = drawn, and waste has a
    witness; or a remark says why nobody ordered it or saw it: a second person is policy or state law, and some who
    treat work alone. Of a fluid the volume is enough.
    """
    name = format_drug(drug.product)
    problem = None if drug.volume_microlitres is not None else _unaccounted(drug)
    if problem:
        return problem
    if not drug.lot or drug.expires_on is None:
        return _("{drug}: write down the lot and its expiry date.").format(drug=name)
    if drug.ordered_by is None and drug.given_micrograms != 0 and not drug.remark:
        return _("{drug}: say under which order it was given, or in the remark why there was none.").format(drug=name)
    if drug.wasted_micrograms and not drug.witness_name and not drug.remark:
        return _("{drug}: say who saw the waste, or in the remark why nobody did.").format(drug=name)
    return None


def _unaccounted(drug: DrugGiven) -> str | None:
    name = format_drug(drug.product)
    if drug.drawn_micrograms is None or drug.given_micrograms is None or drug.wasted_micrograms is None:
        return _("{drug}: write down how much was drawn, given and wasted.").format(drug=name)
    try:
        check_balance(
            drug.drawn_micrograms, drug.given_micrograms, drug.wasted_micrograms, drug.returned_micrograms or 0
        )
    except BadValue as problem:
        return f"{name}: {problem}"
    if drug.strength_micrograms_per_ml is None and fold(drug.route or "") not in _NASAL:
        return _("{drug}: write down the strength on the vial.").format(drug=name)
    return None


def differs_from_pump(session: Session, now: Moment) -> str | None:
    """Return a sentence when the lines of the ordered drug do not agree with what the pump gave, or None.

    A remark for whoever signs, not a refusal: what was drawn up may have been more than what ran in.
    """
    order = session.order
    if order is None or session.ended is None:
        return None
    lines = [drug for drug in session.drugs if fold(drug.product).split()[:1] == fold(order.drug).split()[:1]]
    amounts = [drug.given_micrograms for drug in lines if drug.given_micrograms is not None]
    pump = session.given_micrograms(now)
    if not amounts or abs(sum(amounts) - pump) <= _PUMP_TOLERANCE_MICROGRAMS:
        return None
    return _(
        "The drug line says {line} were given; by rate and time the pump gave {pump}. Check which is right."
    ).format(line=format_dose(sum(amounts)), pump=format_dose(pump))


_PUMP_TOLERANCE_MICROGRAMS = 500
"""Half a milligram: what is lost between pressing the pump and pressing the key. Our own choice."""
