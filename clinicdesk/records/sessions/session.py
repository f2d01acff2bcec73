"""What a session is when it is read: its rows with parsed values, and what follows from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from clinicdesk.records.notes import Addendum
from clinicdesk.rules import timeline
from clinicdesk.rules.dosing import Dose, dose_given
from clinicdesk.rules.infusing import Bolus, PumpReading, infused_microlitres
from clinicdesk.rules.protocol import Protocol
from clinicdesk.rules.quantities import divided
from clinicdesk.rules.start_checks import CheckItem as CheckItem
from clinicdesk.rules.timeline import Event, EventKind, Moment, Phase
from clinicdesk.rules.vitals import Kind, Reading

COMMENT = "comment"
"""The kind of an observation that is words only; they stand in ``remark``."""


_CHECKED = frozenset({EventKind.CHECKING, EventKind.CHECKED_IN})


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in a list: number ``number`` of ``count`` of its series."""

    id: str
    version: str
    patient_id: str
    series_id: str
    number: int
    count: int
    title: str
    planned_on: date
    planned_time: time | None
    chair: str | None
    phase: Phase
    signed: bool


@dataclass(frozen=True, slots=True)
class SessionEvent:
    """Something that happened. ``recorded_at`` is when it was written, ``by_name`` by whom, ``seq`` in which place.

    ``transcribed``: it was typed in from paper.
    """

    id: str
    kind: EventKind
    moment: Moment
    detail: Mapping[str, Any]
    by_name: str
    recorded_at: datetime
    seq: int
    transcribed: bool

    @property
    def at(self) -> datetime:
        """When it happened, by the wall clock (UTC)."""
        return self.moment.at


@dataclass(frozen=True, slots=True)
class Observation:
    """One value as it was written. ``value`` is in the kind's unit; None in a correction: entered in error."""

    id: str
    round_id: str
    kind: str
    value: int | None
    moment: Moment
    corrects: str | None
    remark: str | None
    by_name: str
    recorded_at: datetime
    seq: int
    transcribed: bool


@dataclass(frozen=True, slots=True)
class Order:
    """A signed order. ``lines`` is the arithmetic as the prescriber saw it; the numbers are those that were signed.

    ``arithmetic`` is a dose by weight, in devices, or a fluid; only the first has a weight, taken at ``weighed_at``.

    ``written_at`` is when it was written on paper, if it was typed in later from there.
    """

    id: str
    drug: str
    arithmetic: Dose
    weighed_at: datetime | None
    lines: tuple[str, ...]
    consent_reason: str | None
    remark: str | None
    prescriber_name: str
    signed_at: datetime
    written_at: datetime | None = None

    @property
    def transcribed(self) -> bool:
        """Whether it was typed in from paper."""
        return self.written_at is not None


class OrderedBy(StrEnum):
    """Under what something was given or changed. The values are stored, so they never change."""

    SIGNED = "signed"
    STANDING = "standing"
    VERBAL = "verbal"


@dataclass(frozen=True, slots=True)
class SecondCheck:
    """Somebody worked an order's dose out anew, blind. ``alone_reason``: there was nobody; then there is no checker.

    ``worked_out`` holds the numbers the second person found, by their column in the order.
    """

    id: str
    order_id: str
    checker_id: str | None
    checker_name: str | None
    worked_out: Mapping[str, int]
    agreed: bool
    alone_reason: str | None
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class VerbalOrder:
    """What a prescriber said, as it was written down and read back. ``signed_at``: when that prescriber signed it."""

    id: str
    prescriber_id: str
    prescriber_name: str
    words: str
    said_at: datetime
    read_back: bool
    by_name: str
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DrugGiven:
    """One line of drug: what was drawn, given, wasted and returned (micrograms), from which lot, before which witness.

    A fluid has ``volume_microlitres`` instead of amounts. ``ordered_by`` and ``order_ref`` say under which order.
    """

    id: str
    product: str
    strength_micrograms_per_ml: int | None
    lot: str | None
    expires_on: date | None
    drawn_micrograms: int | None
    given_micrograms: int | None
    wasted_micrograms: int | None
    witness_id: str | None
    witness_name: str | None
    given_at: datetime
    route: str | None
    corrects: str | None
    remark: str | None
    by_name: str
    transcribed: bool
    returned_micrograms: int | None = None
    volume_microlitres: int | None = None
    ordered_by: OrderedBy | None = None
    order_ref: str | None = None


@dataclass(frozen=True, slots=True)
class AdverseEvent:
    """Something unwanted that happened to the patient; the words behind the codes are in ``rules.adverse``.

    ``stamp_id``: the event that noted the minute with one key.
    """

    id: str
    kind: str
    onset_at: datetime
    severity: str
    related: str
    action_taken: str
    outcome: str
    narrative: str | None
    corrects: str | None
    by_name: str
    transcribed: bool
    stamp_id: str | None = None


@dataclass(frozen=True, slots=True)
class LateEvent:
    """An unwanted event somebody told of after the session was signed. ``told_by``: who told, ``by_name`` who wrote."""

    id: str
    kind: str
    onset_at: datetime
    severity: str
    related: str
    action_taken: str
    outcome: str
    narrative: str | None
    told_by: str
    told_at: datetime
    corrects: str | None
    by_name: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed the session, and when (UTC). ``content_hash`` (hex) is that of the entry the signature came with.

    ``meaning``: as a ``clinician``, as the ``prescriber``, or as the prescriber after somebody else (``cosigner``).
    """

    staff_id: str | None
    signer_name: str
    signed_at: datetime
    content_hash: str
    meaning: str = "clinician"


@dataclass(frozen=True, slots=True)
class Session:
    """One visit with all its rows, in the order they were recorded. ``voided_reason``: why it is out of the plan."""

    id: str
    version: str
    patient_id: str
    series_id: str
    number: int
    count: int
    title: str
    protocol: Protocol
    planned_on: date
    planned_time: time | None
    chair: str | None
    voided_reason: str | None
    events: tuple[SessionEvent, ...]
    observations: tuple[Observation, ...]
    orders: tuple[Order, ...]
    all_drugs: tuple[DrugGiven, ...]
    all_adverse_events: tuple[AdverseEvent, ...]
    signatures: tuple[Signature, ...]
    addenda: tuple[Addendum, ...]
    second_checks: tuple[SecondCheck, ...] = ()
    verbal_orders: tuple[VerbalOrder, ...] = ()
    late_events: tuple[LateEvent, ...] = ()

    # Course -------------------------------------------------------------------------------------------------------

    @property
    def timeline(self) -> tuple[Event, ...]:
        """The events as the rules of the course want them."""
        return tuple(
            Event(
                e.kind,
                e.moment.at,
                e.moment.boot,
                e.moment.uptime_ms,
                e.detail.get("rate_microlitres_per_hour"),
                e.detail.get("stage"),
            )
            for e in self.events
        )

    @property
    def phase(self) -> Phase:
        """Where the session stands."""
        return timeline.phase_of(self.timeline)

    @property
    def started(self) -> Moment | None:
        """When the infusion started."""
        return timeline.started(self.timeline)

    @property
    def ended(self) -> Moment | None:
        """When the infusion ended."""
        return timeline.ended(self.timeline)

    @property
    def is_signed(self) -> bool:
        """Whether a signature closes the session."""
        return bool(self.signatures)

    def last_event(self, kind: EventKind) -> SessionEvent | None:
        """Return the latest event of a kind, or None."""
        return next((event for event in reversed(self.events) if event.kind is kind), None)

    def events_of(self, *kinds: EventKind) -> tuple[SessionEvent, ...]:
        """Return the events of some kinds, in the order they were recorded."""
        return tuple(event for event in self.events if event.kind in kinds)

    def check_of(self, item: CheckItem) -> SessionEvent | None:
        """Return the latest answer to one check, at the front desk or before the start, or None when nobody asked."""
        return next((e for e in reversed(self.events) if e.kind in _CHECKED and e.detail.get("item") == item), None)

    # Order and amounts --------------------------------------------------------------------------------------------

    @property
    def order(self) -> Order | None:
        """The order that counts: the latest signed one."""
        return self.orders[-1] if self.orders else None

    @property
    def bag_order(self) -> Order | None:
        """The order the bag in use was mixed by: the one the infusion started with, else the one that counts.

        A new order during the infusion changes how much of the bag is given, not what is in it.
        """
        start = self.last_event(EventKind.STARTED)
        started_with = start.detail.get("order_id") if start else None
        return next((order for order in self.orders if order.id == started_with), self.order)

    @property
    def target_microlitres(self) -> int:
        """How much of the bag is to be given for the ordered dose, at most all of it; 0 without an order.

        Of a fluid, whose contents are words, all of it; of devices nothing flows.
        """
        bag, order = self.bag_order, self.order
        if bag is None or order is None:
            return 0
        mixed, wanted = bag.arithmetic, order.arithmetic.dose_micrograms
        if not mixed.dose_micrograms or not mixed.total_microlitres:
            return mixed.total_microlitres
        return min(mixed.total_microlitres, divided(mixed.total_microlitres * wanted, mixed.dose_micrograms))

    def rate_now(self) -> int | None:
        """Return the pump rate in microlitres per hour as last set, or None before the start."""
        rates = [event.rate_microlitres_per_hour for event in self.timeline]
        return next((rate for rate in reversed(rates) if rate is not None), None)

    def infused_microlitres(self, now: Moment) -> int:
        """Return the volume given so far, no more than the bag held: over pauses and changes of rate, with boluses.

        From the last reading of the pump on only what flowed since is worked out.
        """
        return self._in_the_bag(infused_microlitres(timeline.stretches(self.timeline, now), self._pumped(), now))

    def calculated_microlitres(self, now: Moment) -> int:
        """Return what rate and time alone make of the volume given so far, whatever stood on the pump."""
        stretches = timeline.stretches(self.timeline, now)
        return self._in_the_bag(infused_microlitres(stretches, self._pumped(), now, read=False))

    def given_micrograms(self, now: Moment) -> int:
        """Return the dose in the volume given so far, to the nearest 0.1 mg; of devices what they hold.

        0 without an order, and of a fluid, whose contents are words.
        """
        bag = self.bag_order
        if bag is None:
            return 0
        if not bag.arithmetic.total_microlitres:
            # Each device has a line of its own, which can be corrected: to nothing, when it was not given after all.
            return sum(drug.given_micrograms or 0 for drug in self.drugs if drug.product == bag.drug)
        return dose_given(bag.arithmetic, self.infused_microlitres(now))

    def _in_the_bag(self, microlitres: int) -> int:
        bag = self.bag_order
        return min(microlitres, bag.arithmetic.total_microlitres) if bag else microlitres

    def _pumped(self) -> tuple[Bolus | PumpReading, ...]:
        """The boluses and readings of the pump, in the order they were recorded."""
        return tuple(
            Bolus(event.moment, event.detail["volume_microlitres"], event.detail.get("minutes") or 0)
            if event.kind is EventKind.BOLUS
            else PumpReading(event.moment, event.detail["volume_microlitres"])
            for event in self.events_of(EventKind.BOLUS, EventKind.PUMP_READ)
        )

    @property
    def devices_given(self) -> tuple[SessionEvent, ...]:
        """The devices that count, in the order they were recorded: without those whose line of drug was corrected to
        nothing, because they were not given after all.
        """
        last: dict[str, DrugGiven] = {}
        root: dict[str, str] = {}
        for drug in self.all_drugs:
            first = root.get(drug.corrects, drug.corrects) if drug.corrects else drug.id
            root[drug.id] = first
            last[first] = drug
        lines = ((event, last.get(str(event.detail.get("drug_id")))) for event in self.events_of(EventKind.DEVICE))
        return tuple(event for event, line in lines if line is None or line.given_micrograms != 0)

    # Values -------------------------------------------------------------------------------------------------------

    @property
    def current(self) -> tuple[Observation, ...]:
        """The observations that count: the last word on each value, without those entered in error.

        A corrected value keeps the place and the moment of the first one.
        """
        return standing(self.observations)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The measured values that count, as the rules of monitoring want them."""
        return tuple(
            Reading(Kind(o.kind), o.value, o.moment.at, o.moment.boot, o.moment.uptime_ms)
            for o in self.current
            if o.kind != COMMENT and o.value is not None
        )

    def latest(self, kind: Kind) -> Observation | None:
        """Return the value of a kind that was taken last, or None."""
        latest: Observation | None = None
        for observation in self.current:
            # A clock that was set back must not make an older value look newer: within one boot uptime decides.
            if observation.kind == kind and (
                latest is None or timeline.minute_after(latest.moment, observation.moment) >= 0
            ):
                latest = observation
        return latest

    def baseline(self) -> dict[Kind, int]:
        """Return the values the session is compared with: the last of each kind from before the start.

        What was recorded before the start counts even when the start was then dated back by some minutes.
        """
        start = next((event for event in self.events if event.kind is EventKind.STARTED), None)
        last = _last_words(self.observations)
        found: dict[Kind, int] = {}
        for first in self.observations:
            word = last.get(first.id)
            if word is None or word.value is None or first.kind == COMMENT:
                continue
            if start is None or first.seq < start.seq or timeline.minute_after(start.moment, first.moment) <= 0:
                found[Kind(first.kind)] = word.value
        return found

    @property
    def latest_weight_grams(self) -> int | None:
        """Today's weight in grams as it stands, or None."""
        weight = self.latest(Kind.WEIGHT)
        return weight.value if weight else None

    @property
    def drugs(self) -> tuple[DrugGiven, ...]:
        """The drug lines that count: corrected ones are left out."""
        gone = {drug.corrects for drug in self.all_drugs}
        return tuple(drug for drug in self.all_drugs if drug.id not in gone)

    @property
    def adverse_events(self) -> tuple[AdverseEvent, ...]:
        """The adverse events that count: corrected ones are left out."""
        gone = {event.corrects for event in self.all_adverse_events}
        return tuple(event for event in self.all_adverse_events if event.id not in gone)


def standing(observations: Sequence[Observation]) -> tuple[Observation, ...]:
    """Return the observations that count, of some that hold every correction of theirs (see ``Session.current``)."""
    last = _last_words(observations)
    return tuple(last[first.id] for first in observations if first.corrects is None and _stands(last[first.id]))


def _last_words(observations: Sequence[Observation]) -> dict[str, Observation]:
    """Return for each first value, by id, the latest row that speaks of it."""
    root: dict[str, str] = {}
    last: dict[str, Observation] = {}
    for observation in observations:
        first = root.get(observation.corrects, observation.corrects) if observation.corrects else observation.id
        root[observation.id] = first
        last[first] = observation
    return last


def _stands(observation: Observation) -> bool:
    return bool(observation.remark) if observation.kind == COMMENT else observation.value is not None
