"""Under which order something is given or changed: the signed one, a standing one of the protocol, or a verbal one."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from clinicdesk.errors import BadValue
from clinicdesk.formats import format_drug
from clinicdesk.language import _
from clinicdesk.records.sessions.session import Order, OrderedBy, Session, VerbalOrder
from clinicdesk.rules import standing
from clinicdesk.rules.dosing import DoseArithmetic
from clinicdesk.rules.fluids import FluidDose
from clinicdesk.rules.names import fold
from clinicdesk.rules.protocol import StageKind, StandingOrder
from clinicdesk.rules.pump import RATE_STEP_MICROLITRES_PER_HOUR
from clinicdesk.rules.quantities import divided, dose_text, rate_text
from clinicdesk.rules.stages import StageDose
from clinicdesk.rules.timeline import EventKind
from clinicdesk.storage.entry import Change, insert

PUMP_STEP_MICROLITRES_PER_HOUR = 1_000
"""Some pumps take whole mL per hour only: the ordered rate may be rounded up to the next one."""


@dataclass(frozen=True, slots=True)
class Under:
    """A reference to an order: of which kind, and its id (of a standing order the id in the protocol)."""

    by: OrderedBy
    ref: str


def signed(session: Session) -> Under:
    """Return the signed order that counts. Raises ``BadValue`` when there is none."""
    if session.order is None:
        raise BadValue(_("A prescriber has not signed the order yet."), "order")
    return Under(OrderedBy.SIGNED, session.order.id)


def read_under(ordered_by: object, order_ref: object) -> Under | None:
    """Return the reference kept in a row or in the detail of an event; None when none is."""
    return Under(OrderedBy(str(ordered_by)), str(order_ref)) if ordered_by and order_ref else None


def all_of(session: Session) -> tuple[Under, ...]:
    """Return every order there is to choose from: the signed one, the verbal ones (latest first), the standing ones."""
    order = session.order
    return (
        *((Under(OrderedBy.SIGNED, order.id),) if order else ()),
        *(Under(OrderedBy.VERBAL, one.id) for one in reversed(session.verbal_orders)),
        *(Under(OrderedBy.STANDING, one.id) for one in session.protocol.standing_orders),
    )


def words_of(session: Session, under: Under | None) -> str:
    """Return an order in words, for lists and papers; an empty text for none."""
    if under is None:
        return ""
    if under.by is OrderedBy.SIGNED:
        order = _signed_order(session, under.ref)
        return _("Signed order, {name}").format(name=order.prescriber_name) if order else _("Signed order")
    if under.by is OrderedBy.STANDING:
        found = standing_order(session, under.ref)
        return _("Standing order: {title}").format(title=found.title) if found else _("Standing order")
    spoken = _verbal_order(session, under.ref)
    if spoken is None:
        return _("Verbal order")
    return _("Order of {name}: {words}").format(name=spoken.prescriber_name, words=spoken.words)


def standing_order(session: Session, ref: str) -> StandingOrder | None:
    """Return a standing order of the session's protocol by its id, or None."""
    return next((one for one in session.protocol.standing_orders if one.id == ref), None)


def uses_of(session: Session, ref: str, *, except_drug: str | None = None) -> tuple[datetime, ...]:
    """Return when something was given under a standing order; ``except_drug`` is a drug line that is left out."""
    return tuple(_uses(session, ref, except_drug))


def left_of(session: Session, ref: str) -> int:
    """Return how many times something may still be given under a standing order; 0 for one that is not there."""
    order = standing_order(session, ref)
    return standing.left_of(order, uses_of(session, ref)) if order else 0


def _uses(session: Session, ref: str, except_drug: str | None) -> Iterator[datetime]:
    for drug in session.drugs:
        # A line whose amount is not written down yet was given all the same; one that was only wasted was not.
        if drug.order_ref == ref and drug.id != except_drug and drug.given_micrograms != 0:
            yield drug.given_at
    for event in session.events_of(EventKind.BOLUS):
        if event.detail.get("order_ref") == ref:
            yield event.at


def claim_of(session: Session, under: Under | None) -> tuple[Change, ...]:
    """Return the claim that lets the next use of a standing order be recorded once: of two people who give it at the
    same moment at two PCs, one gets through, and the limits hold.

    Uses are numbered as they were recorded; a correction is none, and frees no number.
    """
    if under is None or under.by is not OrderedBy.STANDING:
        return ()
    lines = sum(1 for drug in session.all_drugs if drug.order_ref == under.ref and drug.corrects is None)
    boluses = sum(1 for event in session.events_of(EventKind.BOLUS) if event.detail.get("order_ref") == under.ref)
    return (insert("claims", f"{under.ref} {lines + boluses + 1} of session {session.id}", holder=session.id),)


def refuse_drug(
    session: Session,
    under: Under,
    *,
    product: str,
    given_micrograms: int | None,
    volume_microlitres: int | None,
    at: datetime,
    except_drug: str | None = None,
) -> None:
    """Raise ``BadValue`` (field ``order``) when an order is not there, or does not cover giving this drug."""
    _refuse_unknown(session, under)
    if under.by is OrderedBy.STANDING and given_micrograms != 0:
        _refuse_standing(session, under, product, given_micrograms, volume_microlitres, at, except_drug)
    if under.by is OrderedBy.SIGNED and not _is_ordered(session, under, product, volume_microlitres):
        raise BadValue(
            _("The signed order is for {drug}. Choose the order this was given under.").format(
                drug=format_drug(session.protocol.drug)
            ),
            "order",
        )


def refuse_rate(session: Session, under: Under, rate_microlitres_per_hour: int, *, stage: int | None = None) -> None:
    """Raise ``BadValue`` for a rate an order does not cover. Under a signed order no faster than it says; slower is
    always covered. The rate of a bolus is covered only as that step: the one set now, or ``stage``, about to be set.
    """
    _refuse_unknown(session, under)
    if under.by is OrderedBy.STANDING:
        raise BadValue(_("A standing order does not change the rate. Choose another order."), "order")
    order = _signed_order(session, under.ref)
    if order is None:
        _refuse_above_cap(session, rate_microlitres_per_hour)
        return
    named = rates_of(order, {max(steps_run(session)), stage})
    highest = max((rate_in_use(session, order, rate) for rate in named), default=0)
    step = PUMP_STEP_MICROLITRES_PER_HOUR
    if rate_microlitres_per_hour > -(-highest // step) * step:
        raise BadValue(
            _("The order goes up to {rate}. A faster rate needs another order, signed or verbal.").format(
                rate=rate_text(highest)
            ),
            "rate",
        )


def _refuse_above_cap(session: Session, rate_microlitres_per_hour: int) -> None:
    """Raise ``BadValue`` for a rate that gives more per hour than the protocol allows, whoever ordered it."""
    caps, bag = session.protocol.caps, session.bag_order
    if caps is None or bag is None or not isinstance(bag.arithmetic, DoseArithmetic):
        return
    dose = bag.arithmetic
    per_kg = caps.max_micrograms_per_kg_per_hour
    limits = [caps.max_micrograms_per_hour, per_kg and divided(per_kg * dose.weight_grams, 1000)]
    # A pump cannot be set finer than its step.
    given_per_hour = (rate_microlitres_per_hour - RATE_STEP_MICROLITRES_PER_HOUR) * dose.dose_micrograms
    for limit in limits:
        if limit is not None and given_per_hour >= limit * dose.total_microlitres:
            raise BadValue(
                _("This is faster than this protocol's limit of {most} per hour. Set a slower rate.").format(
                    most=dose_text(limit)
                ),
                "rate",
            )


def refuse_bolus(
    session: Session, under: Under, *, dose_micrograms: int, volume_microlitres: int, at: datetime
) -> None:
    """Raise ``BadValue`` for a bolus an order does not cover. A signed order covers the boluses it names, each once."""
    _refuse_unknown(session, under)
    if under.by is OrderedBy.STANDING:
        _refuse_standing(session, under, session.protocol.drug, dose_micrograms, volume_microlitres, at, None)
    order = _signed_order(session, under.ref)
    if order is None:
        return
    # What the pump gave as a step, at its rate, is in the volume already: it is not given a second time.
    run = steps_run(session)
    boluses = [
        stage
        for number, stage in enumerate(stages_of(order), start=1)
        if stage.kind is StageKind.BOLUS and number not in run
    ]
    given = [event for event in session.events_of(EventKind.BOLUS) if event.detail.get("order_ref") == order.id]
    if len(given) >= len(boluses):
        raise BadValue(_("The signed order has no further bolus. Choose another order, or take a verbal one."), "order")
    most = boluses[len(given)].dose_micrograms
    if dose_micrograms > most:
        raise BadValue(
            _("{dose} is more than the bolus of {most} in the order.").format(
                dose=dose_text(dose_micrograms), most=dose_text(most)
            ),
            "dose",
        )


def rates_of(order: Order, steps: Container[int | None] = ()) -> tuple[int, ...]:
    """Return the pump rates an order names, in microlitres per hour; those of boluses only for some ``steps``."""
    stages = stages_of(order)
    if not stages:
        return (order.arithmetic.rate_microlitres_per_hour,)
    return tuple(
        stage.rate_microlitres_per_hour
        for number, stage in enumerate(stages, start=1)
        if stage.kind is StageKind.INFUSION or number in steps
    )


def steps_run(session: Session) -> frozenset[int]:
    """Return the steps of the order that the pump was set to so far, from 1: the start is the first."""
    done = (event.detail.get("stage") for event in session.events_of(EventKind.RATE_CHANGED))
    return frozenset({1, *(number for number in done if isinstance(number, int))})


def rate_in_use(session: Session, order: Order, rate_microlitres_per_hour: int) -> int:
    """Return what the pump is set to for a rate of an order, to the nearest 0.1 mL per hour.

    An order signed during the infusion counts on a bag of its own; the bag in use was mixed by an earlier one and may
    hold another strength. The amount of drug per hour is what was ordered, so that is what stays the same.
    """
    bag = session.bag_order
    if bag is None or bag.id == order.id:
        return rate_microlitres_per_hour
    mixed, wanted = bag.arithmetic, order.arithmetic
    if not isinstance(mixed, DoseArithmetic) or not isinstance(wanted, DoseArithmetic):
        return rate_microlitres_per_hour
    step = RATE_STEP_MICROLITRES_PER_HOUR
    hourly = rate_microlitres_per_hour * wanted.dose_micrograms * mixed.total_microlitres
    return divided(hourly, wanted.total_microlitres * mixed.dose_micrograms * step) * step


def too_fast_for_new_order(session: Session) -> int | None:
    """Return the rate an order signed during the infusion wants now, if the pump runs faster; None when it does not."""
    order, bag, rate = session.order, session.bag_order, session.rate_now()
    if order is None or bag is None or bag.id == order.id or not rate:
        return None
    steps, step = stages_in_use(session), PUMP_STEP_MICROLITRES_PER_HOUR
    wanted = rate_in_use(session, order, order.arithmetic.rate_microlitres_per_hour)
    if steps:
        wanted = steps[min(max(steps_run(session)), len(steps)) - 1].rate_microlitres_per_hour
    return wanted if wanted and rate > -(-wanted // step) * step else None


def stages_in_use(session: Session) -> tuple[StageDose, ...]:
    """Return the steps of the order that counts, each with its volume and its rate from the bag in use."""
    order = session.order
    if order is None:
        return ()
    made = []
    for stage in stages_of(order):
        rate = rate_in_use(session, order, stage.rate_microlitres_per_hour)
        if rate != stage.rate_microlitres_per_hour:
            stage = replace(stage, rate_microlitres_per_hour=rate, volume_microlitres=divided(rate * stage.minutes, 60))
        made.append(stage)
    return tuple(made)


def stages_of(order: Order) -> tuple[StageDose, ...]:
    """Return the steps of an order, each with its rate; none when one rate gives all of it."""
    return order.arithmetic.stages if isinstance(order.arithmetic, DoseArithmetic) else ()


def is_named(order: Order, product: str) -> bool:
    """Return whether an order names a product: its drug, or its fluid and what goes into it; by the first word."""
    named = [order.drug]
    if isinstance(order.arithmetic, FluidDose):
        named += [order.arithmetic.fluid, *order.arithmetic.contents]
    return fold(product).split()[:1] in [fold(name).split()[:1] for name in named]


def next_stage(session: Session) -> tuple[int, StageDose] | None:
    """Return the number (from 1) and the step of the order the pump is set to next, or None: none is left.

    The start is step 1, whose rate it takes.
    """
    if session.order is None or session.started is None:
        return None
    steps = stages_in_use(session)
    reached = max(steps_run(session))
    return (reached + 1, steps[reached]) if reached < len(steps) else None


def _refuse_unknown(session: Session, under: Under) -> None:
    there: object = {
        OrderedBy.SIGNED: _signed_order,
        OrderedBy.STANDING: standing_order,
        OrderedBy.VERBAL: _verbal_order,
    }[under.by](session, under.ref)
    if there is None:
        raise BadValue(_("This order is not one of this session. Choose another."), "order")


def _refuse_standing(
    session: Session,
    under: Under,
    product: str,
    dose_micrograms: int | None,
    volume_microlitres: int | None,
    at: datetime,
    except_drug: str | None,
) -> None:
    order = standing_order(session, under.ref)
    assert order is not None  # it was looked for before
    standing.refuse_beyond(
        order,
        product=product,
        dose_micrograms=dose_micrograms,
        volume_microlitres=volume_microlitres,
        at=at,
        used=uses_of(session, under.ref, except_drug=except_drug),
    )


def _is_ordered(session: Session, under: Under, product: str, volume_microlitres: int | None) -> bool:
    """Whether a product belongs to a signed order: what it names, or the fluid a drug is given in."""
    order = _signed_order(session, under.ref)
    assert order is not None  # it was looked for before
    return is_named(order, product) or volume_microlitres is not None


def _signed_order(session: Session, ref: str) -> Order | None:
    return next((one for one in session.orders if one.id == ref), None)


def _verbal_order(session: Session, ref: str) -> VerbalOrder | None:
    return next((one for one in session.verbal_orders if one.id == ref), None)
