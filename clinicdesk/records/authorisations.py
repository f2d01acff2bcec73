"""Prior authorisations of insurers: written down, counted from the visits that took place, told when they run out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import treatment_visits
from clinicdesk.records.identities import surviving
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.rules import authorisation
from clinicdesk.rules.authorisation import Standing, Terms
from clinicdesk.storage.entry import Value, insert, update

_AT_ONCE = 400
_MOST_VISITS = 1000


@dataclass(frozen=True, slots=True)
class Authorisation:
    """One authorisation; ``visits_used`` are the treatment visits that took place within its dates."""

    id: str
    version: str
    patient_id: str
    number: str
    insurer: str
    terms: Terms
    visits_used: int

    @property
    def used_words(self) -> str:
        """``3 of 6 visits used``."""
        return authorisation.used_words(self.terms, self.visits_used)

    def standing(self, day: date) -> Standing:
        """How it stands on a day."""
        return authorisation.standing(self.terms, self.visits_used, day)

    def warning(self, day: date) -> str:
        """What to say of it on a day, such as ``1 visit left``; empty where it is good."""
        return authorisation.warning(self.terms, self.visits_used, day)


def of_patient(desk: Desk, patient_id: str) -> list[Authorisation]:
    """Return a patient's authorisations, the one that ends last first."""
    return of_many(desk, [patient_id]).get(patient_id, [])


def of_many(desk: Desk, patient_ids: Iterable[str]) -> dict[str, list[Authorisation]]:
    """Return the authorisations of several patients, by the ids that were asked; who has none is left out."""
    desk.may_see("contact")
    wanted = iter(dict.fromkeys(patient_ids))
    found: dict[str, list[Authorisation]] = {}
    while some := list(islice(wanted, _AT_ONCE)):
        for asked, row in _rows(desk, some):
            found.setdefault(asked, []).append(row)
    return {asked: sorted(listed, key=_last_day, reverse=True) for asked, listed in found.items()}


def warnings(desk: Desk, patient_ids: Iterable[str], day: date) -> dict[str, str]:
    """Return, for those whose authorisation needs somebody's attention for a visit on a day, why, in a few words.

    The best of several counts. Who has no authorisation written down is not named: not every insurer wants one.
    """
    order = list(Standing)
    found = {}
    for patient_id, listed in of_many(desk, patient_ids).items():
        best = min(listed, key=lambda one: order.index(one.standing(day)))
        words = best.warning(day)
        if words:
            found[patient_id] = _("Prior authorisation: {words}").format(words=words)
    return found


def add(desk: Desk, patient_id: str, *, number: str, insurer: str = "", terms: Terms) -> str:
    """Write an authorisation down and return its id. Raises ``BadValue``."""
    columns = _checked(number, insurer, terms)
    kept, row_id = surviving(desk, patient_id), desk.new_id()
    desk.record("coverage.change", insert("authorisations", row_id, patient_id=kept, **columns), patient=kept)
    return row_id


def change(desk: Desk, before: Authorisation, *, number: str, insurer: str = "", terms: Terms) -> None:
    """Correct an authorisation as it was read. Raises ``BadValue`` and ``ChangedElsewhere``."""
    columns = _checked(number, insurer, terms)
    changes = update("authorisations", before.id, before.version, **columns)
    desk.record("coverage.change", changes, patient=before.patient_id)


def void(desk: Desk, before: Authorisation, *, reason: str) -> None:
    """Take an authorisation off that should not stand there. Raises ``BadValue`` without a reason."""
    reason = clean_line(reason)
    if not reason:
        raise BadValue(_("Write why it is taken off."), "reason")
    change_row = update("authorisations", before.id, before.version, voided_reason=reason)
    desk.record("coverage.change", change_row, patient=before.patient_id, reason=reason)


def _checked(number: str, insurer: str, terms: Terms) -> dict[str, Value]:
    number, insurer = clean_line(number), clean_line(insurer)
    if not number:
        raise BadValue(_("Write the number the insurer gave."), "number")
    for name, text in (("number", number), ("insurer", insurer)):
        if len(text) > LONGEST_TEXT:
            raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), name)
    if terms.valid_from and terms.valid_until and terms.valid_until < terms.valid_from:
        raise BadValue(_("The last day is before the first. Check both."), "valid_until")
    if terms.visits_allowed is not None and not 0 < terms.visits_allowed <= _MOST_VISITS:
        raise BadValue(_("Type how many visits were allowed, or leave it empty."), "visits_allowed")
    return {
        "number": number,
        "insurer": insurer or None,
        "valid_from": terms.valid_from.isoformat() if terms.valid_from else None,
        "valid_until": terms.valid_until.isoformat() if terms.valid_until else None,
        "visits_allowed": terms.visits_allowed,
    }


def _rows(desk: Desk, patient_ids: list[str]) -> Iterator[tuple[str, Authorisation]]:
    marks = ", ".join("?" * len(patient_ids))
    rows = list(
        desk.rows(
            "SELECT asked.patient_id AS asked, asked.kept_under AS kept, a.* FROM search_identities asked "
            "JOIN search_identities i ON i.kept_under = asked.kept_under "
            "JOIN authorisations a ON a.patient_id = i.patient_id "
            f"WHERE asked.patient_id IN ({marks}) AND a.voided_reason IS NULL ORDER BY a.id",
            *patient_ids,
        )
    )
    visits = treatment_visits.of_many(desk, {row["asked"] for row in rows})
    for row in rows:
        terms = Terms(_day(row["valid_from"]), _day(row["valid_until"]), row["visits_allowed"])
        used = authorisation.visits_used(terms, [visit.day for visit in visits[row["asked"]]])
        texts: dict[str, Any] = {name: row[name] or "" for name in ("id", "version", "number", "insurer")}
        yield row["asked"], Authorisation(**texts, patient_id=row["kept"], terms=terms, visits_used=used)


def _last_day(one: Authorisation) -> tuple[date, str]:
    return one.terms.valid_until or date.max, one.id


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
