"""The papers each visit needs and where they stand: for one, for a day, for two weeks, in a handful of queries."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import pinned_protocols, wordings
from clinicdesk.records.consents.consent import Badge, Consent, badge_of
from clinicdesk.records.consents.prepare import prepare
from clinicdesk.records.consents.reading import of_people
from clinicdesk.records.consents.standing import papers
from clinicdesk.records.consents.status import Status
from clinicdesk.records.identities import owner
from clinicdesk.records.wordings import TextKind, Wording, text_key
from clinicdesk.rules import consent_needs, gate
from clinicdesk.rules.consent_needs import PASSING, EarlierSeries, Needed, Terms, Visit
from clinicdesk.rules.gate import ConsentState, GateAnswer, Lack, Verdict
from clinicdesk.rules.languages import language_code, understands
from clinicdesk.storage.clock import from_text

_VISITS = f"""
SELECT s.id, {owner("s", "sessions")} AS patient_id, s.planned_on, s.series_id, r.protocol_id, r.indication
FROM json_each(?) j JOIN sessions s ON s.id = j.value JOIN series r ON r.id = s.series_id
"""
_PEOPLE = "SELECT p.id, p.language, p.birth_date FROM json_each(?) j JOIN patients p ON p.id = j.value"
# Only of those who have more than one series: for everybody else there is no earlier one.
_TREATED = f"""
WITH people AS (SELECT i.kept_under, i.patient_id FROM json_each(?) j
                JOIN search_identities i ON i.kept_under = j.value),
     again AS (SELECT w.kept_under FROM people w JOIN series r ON r.patient_id = w.patient_id
                   GROUP BY w.kept_under HAVING count(*) > 1),
     theirs AS (SELECT s.id FROM people w JOIN sessions s ON s.patient_id = w.patient_id
                WHERE w.kept_under IN again
                UNION SELECT f.subject_id FROM misfiled f WHERE f.subject_table = 'sessions'
                AND f.belongs_to IN (SELECT patient_id FROM people))
SELECT {owner("s", "sessions")} AS patient_id, s.series_id, r.protocol_id, x.occurred_at
FROM theirs t JOIN sessions s ON s.id = t.id JOIN series r ON r.id = s.series_id
JOIN session_events x ON x.session_id = s.id AND x.kind = 'started'
"""
_NOT_BEFORE_A_VISIT = frozenset({TextKind.WITHDRAWAL, TextKind.DISCHARGE})


@dataclass(frozen=True, slots=True)
class PaperNeed:
    """One paper a visit needs, and where it stands.

    ``text_name`` and ``language`` are what to prepare: in the patient's language where the clinic has it; both are
    empty where nobody wrote such a text. ``with_interpreter``: it is not, so an interpreter has to sign by name.
    ``consent_id`` is the paper that stands so, ``prepared_id`` a form that waits to be signed.
    """

    patient_id: str
    text_name: str
    language: str
    title: str
    needed: Needed
    state: ConsentState
    lack: Lack
    consent_id: str | None
    prepared_id: str | None
    with_interpreter: bool

    @property
    def done(self) -> bool:
        """Whether nothing more is asked."""
        return self.state in PASSING

    @property
    def waits(self) -> bool:
        """Whether a form is there that somebody still has to sign."""
        begun = self.state is ConsentState.INCOMPLETE and self.lack is Lack.SIGNATURE
        return begun or self.prepared_id is not None

    @property
    def answer(self) -> GateAnswer:
        """What the gate says of it at the start, and the sentence."""
        return gate.consent_gate(self.state, self.title, self.lack)

    @property
    def stops(self) -> bool:
        """Whether nobody is treated without it."""
        return self.needed is Needed.START and self.answer.verdict is Verdict.REFUSED

    @property
    def words(self) -> str:
        """Return title and state, for the front desk: ``Consent to …: missing``."""
        if not self.done and self.prepared_id is not None:
            state = _("{state}, a form waits to be signed").format(state=self.state.words)
            return _("{title}: {state}").format(title=self.title, state=state)
        return _("{title}: {state}").format(title=self.title, state=self.state.words)

    @property
    def key(self) -> str:
        """The text to prepare, as ``iv-ketamine-mood.en``; empty where there is none."""
        return text_key(self.text_name, self.language) if self.text_name else ""


Needs = tuple[PaperNeed, ...]
"""What one visit needs, the consent to its treatment first."""


def of_visit(desk: Desk, session_id: str) -> Needs:
    """Return what the visit of a session needs; nothing where there is no such session."""
    return of_visits(desk, [session_id]).get(session_id, ())


def of_visits(desk: Desk, session_ids: Iterable[str]) -> dict[str, Needs]:
    """Return, by session, what each of many visits needs and where it stands on its day."""
    desk.may_see("papers")
    rows = list(desk.rows(_VISITS, json.dumps(list(session_ids))))
    if not rows:
        return {}
    facts = _Facts(desk, sorted({row["patient_id"] for row in rows}))
    return {row["id"]: facts.needs(row) for row in rows}


def at_start(needs: Iterable[PaperNeed]) -> Needs:
    """Return those a visit cannot start without."""
    return tuple(need for need in needs if need.needed is Needed.START)


def worst_of(needs: Iterable[PaperNeed]) -> PaperNeed | None:
    """Return the need that decides among several, None where there is none."""
    found = list(needs)
    state = gate.worst(need.state for need in found)
    return next((need for need in found if need.state is state), None)


def badges_for(needs: Sequence[PaperNeed]) -> tuple[Badge, ...]:
    """Return words and a kind of chip for what is missing before the start; where nothing is, for the other papers."""
    decides = worst_of(at_start(needs))
    badge = badge_of(decides.state) if decides else None
    others = all(need.done for need in at_start(needs)) and not all(need.done for need in needs)
    return tuple(filter(None, (badge, (_("Paper missing"), "warn") if others else None)))


def missing(needs: Iterable[PaperNeed]) -> Needs:
    """Return those for which a form is to be prepared: not done, and no form waits for somebody to sign it."""
    return tuple(need for need in needs if not need.done and not need.waits and need.text_name)


def prepare_missing(desk: Desk, needs: Iterable[PaperNeed]) -> list[str]:
    """Prepare a form for each paper that is missing, in the patient's language, and return their ids."""
    return [
        prepare(
            desk,
            patient_id=need.patient_id,
            text_name=need.text_name,
            language=need.language,
            interpreter=need.with_interpreter,
        )
        for need in missing(needs)
    ]


class _Facts:
    """What the visits of some patients are held against, read for all of them at once."""

    def __init__(self, desk: Desk, patient_ids: Sequence[str]) -> None:
        self._desk = desk
        people = json.dumps(patient_ids)
        self._today = desk.local(desk.now()).date()
        self._people = {row["id"]: row for row in desk.rows(_PEOPLE, people)}
        self._texts = _Texts(wordings.offered(desk))
        self._again = wordings.must_sign_again(desk)
        self._treated: dict[str, list[tuple[str, str, datetime]]] = defaultdict(list)
        for row in desk.rows(_TREATED, people):
            at = from_text(row["occurred_at"])
            self._treated[row["patient_id"]].append((row["series_id"], row["protocol_id"], at))
        self._consents = of_people(desk, patient_ids)
        self._papers = {key: papers(desk, found) for key, found in self._consents.items()}

    def needs(self, row: Mapping[str, Any]) -> Needs:
        """Return what one visit needs."""
        visit = self._visit(row)
        patient_id = row["patient_id"]
        found = consent_needs.needs_of(visit, self._texts.terms, self._texts.own)
        return tuple(self._need(need, visit, patient_id) for need in found)

    def _visit(self, row: Mapping[str, Any]) -> Visit:
        person = self._people[row["patient_id"]]
        protocol = pinned_protocols.read(self._desk, row["protocol_id"])
        return Visit(
            treatment=protocol.id,
            texts=protocol.consents,
            on=max(date.fromisoformat(row["planned_on"]), self._today),
            indication=row["indication"] or "",
            born=date.fromisoformat(person["birth_date"]) if person["birth_date"] else None,
            spoken=person["language"] or "",
            earlier=self._earlier(row["patient_id"], row["series_id"]),
        )

    def _earlier(self, patient_id: str, series_id: str) -> tuple[EarlierSeries, ...]:
        """Return the series treated before this one began: before its first treated session, or so far."""
        treated = self._treated.get(patient_id, ())
        began = min((at for series, _protocol, at in treated if series == series_id), default=None)
        last: dict[str, datetime] = {}
        for series, protocol_id, at in treated:
            if series != series_id and (began is None or at < began):
                last[protocol_id] = max(at, last.get(protocol_id, at))
        found = ((pinned_protocols.read(self._desk, protocol_id), at) for protocol_id, at in last.items())
        return tuple(EarlierSeries(protocol.id, protocol.consents, at) for protocol, at in found)

    def _need(self, need: consent_needs.Need, visit: Visit, patient_id: str) -> PaperNeed:
        standing = consent_needs.standing_of(need, self._papers.get(patient_id, ()), visit, self._again)
        text = self._texts.to_prepare(need.texts, visit.spoken)
        return PaperNeed(
            patient_id=patient_id,
            text_name=text.id if text else "",
            language=text.language if text else "",
            title=self._texts.title(need.texts),
            needed=need.needed,
            state=standing.state,
            lack=standing.lack,
            consent_id=standing.paper_id,
            prepared_id=_waiting(self._consents.get(patient_id, ()), need.texts),
            with_interpreter=text is not None and not understands(visit.spoken, text.language),
        )


class _Texts:
    """The clinic's texts by what the rules and the to-do list ask of them."""

    def __init__(self, offered: Mapping[str, Wording]) -> None:
        self._by_name: dict[str, list[Wording]] = defaultdict(list)
        for wording in offered.values():
            if wording.kind not in _NOT_BEFORE_A_VISIT:
                self._by_name[wording.id].append(wording)
        for found in self._by_name.values():
            # What somebody stands for before a sample, English before the others: that one's terms count.
            found.sort(key=lambda text: (text.is_sample, text.language != "en", text.language))
        self.terms = {name: _terms(found[0]) for name, found in self._by_name.items()}
        self.own = tuple(name for name, found in self._by_name.items() if not found[0].is_sample)

    def title(self, names: Sequence[str]) -> str:
        """Return what staff call the first of some texts that there is."""
        found = next((self._by_name[name][0].title for name in names if name in self._by_name), None)
        return found or (names[0] if names else _("Consent to this treatment"))

    def to_prepare(self, names: Sequence[str], spoken: str) -> Wording | None:
        """Return the text to prepare: the clinic's own in the patient's language, else in English, else any."""
        found = [text for name in names for text in self._by_name.get(name, ())]
        code = language_code(spoken) or "en"
        return min(found, key=lambda text: (text.is_sample, text.language.split("-")[0] != code), default=None)


def _terms(text: Wording) -> Terms:
    return Terms(text.id, text.covers, text.asked, text.needed, text.guardian_under, text.indications)


def _waiting(found: Iterable[Consent], names: Sequence[str]) -> str | None:
    """Return the newest form on one of some texts that waits to be signed."""
    return next((one.id for one in found if one.status is Status.PREPARED and one.text_name in names), None)
