"""When and where a visit is, in the lines of a chart's history: label, before, after."""

from collections.abc import Mapping

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import history_words as words
from clinicdesk.records import visit_types
from clinicdesk.storage.entry import Value

Told = tuple[str, str, str]


class PlaceWords:
    """Says places in words, with the names of chairs and colleagues."""

    def __init__(self, desk: Desk, names: Mapping[str, str]) -> None:
        self._zone = desk.zone()
        self._names = names
        self._chairs = {row["id"]: row["name"] for row in desk.rows("SELECT id, name FROM chairs")}

    def session(self, row: Mapping[str, Value], before: Mapping[str, Value]) -> list[Told]:
        """Return where a session of a series goes, as one line; one taken out of the plan goes nowhere."""
        label = _("Session {number}").format(number=row.get("number"))
        old, new = self._session_place(before), "" if row.get("voided_reason") else self._session_place(row)
        return [(label, old, new)] if old != new else []

    def booking(self, row: Mapping[str, Value], before: Mapping[str, Value], *, with_place: bool) -> list[Told]:
        """Return what a booking is about. Without ``with_place`` its place stands with its session already."""
        if with_place:
            given_up = row.get("state", "booked") != "booked"
            now = "" if given_up else self._place(row)
            told = [(visit_types.title(str(row.get("kind"))), self._place(before), now)]
        else:
            told = [
                (_("Length"), *self._both("duration_minutes", row.get("minutes"), before.get("minutes"))),
                (_("Clinician"), self._name(before), self._name(row)),
            ]
        told.append((_("Remark"), *self._both("remark", row.get("remark"), before.get("remark"))))
        return [one for one in told if one[1] != one[2]]

    def _both(self, column: str, value: Value, before: Value) -> tuple[str, str]:
        return words.text(column, before, self._zone), words.text(column, value, self._zone)

    def _session_place(self, row: Mapping[str, Value]) -> str:
        parts = (words.text(name, row.get(name), self._zone) for name in ("planned_on", "planned_time", "chair"))
        return " ".join(part for part in parts if part)

    def _place(self, row: Mapping[str, Value]) -> str:
        """Return ``02-Mar-2026 09:30, 1 h, Chair 1, Dr Osei``."""
        parts = (
            words.text("starts_at", row.get("starts_at"), self._zone),
            words.text("duration_minutes", row.get("minutes"), self._zone),
            self._chairs.get(str(row.get("chair_id")), ""),
            self._name(row),
        )
        return ", ".join(part for part in parts if part)

    def _name(self, row: Mapping[str, Value]) -> str:
        return self._names.get(str(row.get("staff_id")), "")
