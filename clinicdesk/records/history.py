"""The history of a chart: who did what, when, from which workstation, and what it was before.

It is read from the ledger itself: a change names the entry its row was written by before, and so on back to the first,
which gives the value each column had.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from clinicdesk.desk import SYSTEM, Desk
from clinicdesk.errors import NotFound
from clinicdesk.formats import format_record_number
from clinicdesk.language import _
from clinicdesk.records import access_words, kept_apart, sessions
from clinicdesk.records import history_words as words
from clinicdesk.records.history_places import PlaceWords
from clinicdesk.records.identities import same_person
from clinicdesk.records.session_place import place
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.spacing import position_text
from clinicdesk.storage.entry import Change, Entry, Value, read_content


class Topic(StrEnum):
    """What an entry is about, for leafing through a long history."""

    DETAILS = "details"
    ACCESS = "access"
    CONSENT = "consent"
    PLAN = "plan"
    SESSION = "session"
    NOTE = "note"
    DOCUMENT = "document"
    OTHER = "other"


def topic_name(topic: Topic) -> str:
    """Return the topic as people say it."""
    return {
        Topic.DETAILS: _("Patient details"),
        Topic.ACCESS: _("Opened and printed"),
        Topic.CONSENT: _("Consent"),
        Topic.PLAN: _("Plan"),
        Topic.SESSION: _("Sessions"),
        Topic.NOTE: _("Notes"),
        Topic.DOCUMENT: _("Documents"),
        Topic.OTHER: _("Other"),
    }[topic]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that changed; ``before`` is empty where there was nothing, ``after`` where it was taken away."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry about a patient. ``at`` carries the clinic's zone; ``what`` is a sentence."""

    entry_id: str
    at: datetime
    staff_id: str
    staff_name: str
    workstation: str
    topic: Topic
    what: str
    reason: str
    changes: tuple[FieldChange, ...]


# The entries about a person (its id twice), and those of the time in which this one was merged into somebody from whom
# it was parted again: what was written then belongs to one or the other, and both histories show it.
ABOUT = f"""
SELECT p.seq AS seq FROM search_entry_patients p WHERE {same_person("p.patient_id")}
UNION
SELECT w.seq FROM merges m JOIN search_entries u ON u.id = m.version
JOIN search_entry_patients w ON w.patient_id = m.kept_id AND w.seq < u.seq AND w.seq >
    (SELECT max(e.seq) FROM search_entry_patients q JOIN search_entries e ON e.seq = q.seq
     WHERE q.patient_id = m.merged_id AND e.action = 'patient.merge' AND e.seq < u.seq)
WHERE m.undone_at IS NOT NULL AND {same_person("m.merged_id")}
"""

Row = dict[str, Value]
Rows = dict[tuple[str, str], Row]


def of_patient(desk: Desk, patient_id: str, limit: int | None = None, *, to_leave: bool = False) -> list[HistoryLine]:
    """Return the entries about a patient, newest first; with ``limit`` only the newest so many.

    ``to_leave``: for a paper or a file, which shows of psychotherapy notes nothing to their author either.
    Raises ``NotAllowed`` for who may not see histories. Clinical values are named but not shown to whom they are not.
    """
    desk.may_see("history")
    rows = desk.rows(
        f"SELECT l.content FROM ledger l JOIN ({ABOUT} ORDER BY seq DESC LIMIT ?) p ON l.seq = p.seq "
        "ORDER BY l.seq DESC",
        patient_id,
        patient_id,
        -1 if limit is None else limit,
    )
    entries = [read_content(row["content"]) for row in rows]
    entries.reverse()
    reader = _Reader(desk, to_leave=to_leave)
    reader.recall(entries)
    lines = [reader.line(entry) for entry in entries]
    lines.reverse()
    return lines


def of_entry(desk: Desk, entry_id: str) -> HistoryLine:
    """Return one entry with what it changed. Raises ``NotAllowed`` and ``NotFound``."""
    desk.may_see("history")
    row = desk.row("SELECT content FROM ledger WHERE id = ?", entry_id)
    if row is None:
        raise NotFound(_("This entry is not in this clinic."))
    entry = read_content(row["content"])
    reader = _Reader(desk)
    reader.recall([entry])
    return reader.line(entry)


def reason_of(entry: Entry, *, clinical: bool) -> str:
    """Return why something was done, as far as a person may read it. What paper was printed stands in the sentence."""
    if entry.action.startswith("paper."):
        return ""
    hidden = entry.action in words.CLINICAL_REASONS or any(
        change.table not in words.PLAIN_TABLES for change in entry.changes
    )
    return "" if hidden and not clinical else entry.reason or ""


class _Reader:
    """Reads entries in their order and keeps the last value of each column."""

    def __init__(self, desk: Desk, *, to_leave: bool = False) -> None:
        self._desk = desk
        self._to_leave = to_leave
        self._zone = desk.zone()
        self._clinical = desk.sees("clinical")
        self._rows: Rows = {}
        self._sessions: dict[str, str] = {}
        self._blind: dict[str, bool] = {}
        self._names = {row["id"]: row["name"] for row in desk.rows("SELECT id, name FROM staff")}
        self._names[SYSTEM] = _("ClinicDesk")
        self._place_words = PlaceWords(desk, self._names)

    def recall(self, entries: Sequence[Entry]) -> None:
        """Remember what the rows held before these entries, by following their versions back."""
        known = {entry.id for entry in entries}
        for entry in entries:
            for change in entry.changes:
                if change.based_on is not None and change.based_on not in known:
                    self._follow_back(change)

    def _follow_back(self, change: Change) -> None:
        row = self._rows.setdefault((change.table, change.row_id), {})
        version = change.based_on
        while version is not None:
            found = self._desk.row("SELECT content FROM ledger WHERE id = ?", version)
            before = None
            for older in read_content(found["content"]).changes if found else ():
                if (older.table, older.row_id) == (change.table, change.row_id):
                    before = older
                    for name, value in older.columns.items():
                        # What was written later stands already.
                        row.setdefault(name, value)
            version = before.based_on if before else None

    def line(self, entry: Entry) -> HistoryLine:
        found: dict[FieldChange, None] = {}
        several = len({change.row_id for change in entry.changes if change.table == "patients"}) > 1
        moved = {change.row_id for change in entry.changes if change.table == "sessions"}
        for change in entry.changes:
            if change.table not in words.HIDDEN_TABLES:
                before = self._rows.get((change.table, change.row_id), {})
                # A row of a set may say the same as another one; once is enough.
                fields = (
                    self._places(change, before, moved)
                    if change.table in _PLACED
                    else self._named(change, self._fields(change, before), several)
                )
                found.update(dict.fromkeys(fields))
            self._rows.setdefault((change.table, change.row_id), {}).update(change.columns)
        return HistoryLine(
            entry_id=entry.id,
            at=entry.at.astimezone(self._zone),
            staff_id=entry.staff,
            staff_name=self._names.get(entry.staff, entry.staff),
            workstation=entry.workstation,
            topic=_topic(entry.action),
            what=self._sentence(entry),
            reason=reason_of(entry, clinical=self._clinical),
            changes=tuple(found),
        )

    def _sentence(self, entry: Entry) -> str:
        sentence = access_words.sentence(entry.action, entry.reason)
        if entry.action == "note.write" and any(change.based_on for change in entry.changes):
            sentence = _("Changed a note")
        session = self._session(entry)
        return f"{sentence} · {session}" if session else sentence

    def _session(self, entry: Entry) -> str:
        """Return which session of which series an entry is about, if it is about just one."""
        ids = {c.row_id if c.table == "sessions" else c.columns.get("session_id") for c in entry.changes}
        ids |= {c.columns.get("subject_id") for c in entry.changes if c.columns.get("subject_table") == "sessions"}
        ids -= {None}
        if len(ids) != 1:
            return ""
        session_id = str(ids.pop())
        if session_id not in self._sessions:
            self._sessions[session_id] = self._session_words(session_id)
        return self._sessions[session_id]

    def _session_words(self, session_id: str) -> str:
        row = self._desk.row(
            f"SELECT {place('s')} AS number, r.planned_count FROM sessions s "
            "JOIN series r ON r.id = s.series_id WHERE s.id = ?",
            session_id,
        )
        if row is None:
            return ""
        return _("session {place}").format(place=position_text(row["number"], row["planned_count"]))

    def _fields(self, change: Change, before: Mapping[str, Value]) -> list[FieldChange]:
        if not self._clinical and change.table not in words.PLAIN_TABLES:
            return [FieldChange(_("Clinical content"), "", _("not shown to your role"))]
        if self._is_apart(change):
            return [FieldChange(_("Psychotherapy note"), "", _("read by its author alone"))]
        if change.table in _WORKED_OUT and self._is_blind(str(change.columns.get("session_id"))):
            return [FieldChange(_("Dose"), "", _("waits for its second check"))]
        columns = {
            name: value
            for name, value in change.columns.items()
            if not words.is_hidden(change.table, name)
            and (self._clinical or (change.table, name) not in words.CLINICAL_COLUMNS)
        }
        if change.table in ("merges", "misfiled"):
            return self._filing(change, before)
        if change.table == "observations":
            return self._observation(change)
        if change.table == "patient_answers":
            return self._answer(change, before)
        if change.table in ("session_events", "appointment_events"):
            return self._event(change)
        if change.table == "consent_events":
            # The sentence says already what happened.
            columns.pop("kind", None)
        return self._plain(change, columns, before)

    def _is_apart(self, change: Change) -> bool:
        note_id = kept_apart.note_of(change.table, change.row_id, change.columns)
        if note_id is None:
            return False
        return (kept_apart.is_one if self._to_leave else kept_apart.is_of_other)(self._desk, note_id)

    def _is_blind(self, session_id: str) -> bool:
        """Tell whether this person is still to work the dose of a session out anew, and must not read it here."""
        if session_id not in self._blind:
            started = "SELECT 1 FROM session_events WHERE session_id = ? AND kind IN ('started', 'not_treated') LIMIT 1"
            over = self._desk.row(started, session_id) is not None
            self._blind[session_id] = not over and sessions.is_blind(self._desk, sessions.get(self._desk, session_id))
        return self._blind[session_id]

    def _plain(self, change: Change, columns: Mapping[str, Value], before: Mapping[str, Value]) -> list[FieldChange]:
        return [
            FieldChange(words.label(change.table, name), old, new)
            for name, value in columns.items()
            if (new := words.text(name, value, self._zone)) != (old := self._before(name, before))
        ]

    def _named(self, change: Change, found: list[FieldChange], several: bool) -> list[FieldChange]:
        """Where an entry writes several patients, say before each detail whose it is."""
        if not several or change.table != "patients":
            return found
        number = self._number(change.row_id)
        return [replace(one, label=f"{number} {one.label}") for one in found]

    def _places(self, change: Change, before: Mapping[str, Value], moved: set[str]) -> list[FieldChange]:
        """Say when and where a visit is: one line for a booking, and for each session where an entry plans several."""
        if change.table == "sessions" and change.based_on is not None and len(moved) == 1:
            return self._fields(change, before)
        row = {**before, **change.columns}
        if change.table == "sessions":
            told = self._place_words.session(row, before)
        else:
            told = self._place_words.booking(row, before, with_place=row.get("session_id") not in moved)
        return [FieldChange(*one) for one in told]

    def _filing(self, change: Change, before: Mapping[str, Value]) -> list[FieldChange]:
        """Say which records were merged or parted, and which one stands under the wrong patient."""
        row = {**before, **change.columns}
        if change.table == "misfiled":
            table = words.spoken(change.row_id.split(" ", 1)[0])
            owner = _("belongs to {number}").format(number=self._number(str(row.get("belongs_to"))))
            return [FieldChange(table, "", owner)]
        numbers = {"merged": self._number(str(row.get("merged_id"))), "kept": self._number(str(row.get("kept_id")))}
        one = _("{merged} read as {kept}").format(**numbers)
        return [FieldChange(_("Records"), one if row.get("undone_at") else "", "" if row.get("undone_at") else one)]

    def _number(self, patient_id: str) -> str:
        row = self._desk.row("SELECT record_number FROM patients WHERE id = ?", patient_id)
        return format_record_number(row["record_number"]) if row else ""

    def _before(self, name: str, before: Mapping[str, Value]) -> str:
        return words.text(name, before.get(name), self._zone)

    def _observation(self, change: Change) -> list[FieldChange]:
        """A measured value is one line; of a correction the value before is the one it corrects."""
        row = change.columns
        kind = str(row.get("kind", ""))
        corrected = None
        if row.get("corrects"):
            corrected = self._desk.row("SELECT value FROM observations WHERE id = ?", row["corrects"])
        before = words.reading(kind, corrected["value"]) if corrected else ""
        after = words.reading(kind, row.get("value"))
        if row.get("corrects") and row.get("value") is None:
            after = _("entered in error")
        found = []
        if row.get("taken_at"):
            # Said once for all that was measured together, so it comes before them.
            taken = words.text("taken_at", row["taken_at"], self._zone)
            found.append(FieldChange(_("Taken"), "", taken))
        found.append(FieldChange(words.reading_name(kind), before, after))
        if row.get("remark"):
            found.append(FieldChange(_("Remark"), "", str(row["remark"])))
        return found

    def _answer(self, change: Change, before: Mapping[str, Value]) -> list[FieldChange]:
        field = change.columns.get("field") or before.get("field") or change.row_id.split(" ", 1)[-1]
        old = before.get("answer", Answer.NOT_ASKED.value)
        new = change.columns.get("answer", old)
        if old == new:
            return []
        return [FieldChange(words.label("patients", str(field)), words.spoken(str(old)), words.spoken(str(new)))]

    def _event(self, change: Change) -> list[FieldChange]:
        """When it happened (which may be earlier than it was recorded), and its particulars."""
        row = change.columns
        found = [FieldChange(_("Happened"), "", words.text("occurred_at", row.get("occurred_at"), self._zone))]
        # Who takes the patient home stands with the check-in of the booking.
        repeats = change.table == "session_events" and row.get("kind") == "checked_in"
        if not repeats and (detail := words.text("detail", row.get("detail"), self._zone)):
            found.append(FieldChange(words.spoken(str(row.get("kind", ""))), "", detail))
        if row.get("transcribed"):
            found.append(FieldChange(words.label(change.table, "transcribed"), "", _("Yes")))
        return found


_WORKED_OUT = frozenset({"orders", "second_checks"})
_PLACED = frozenset({"sessions", "appointments"})
_PREFIXES = {
    "patient": Topic.DETAILS,
    "chart": Topic.ACCESS,
    "paper": Topic.ACCESS,
    "emergency": Topic.ACCESS,
    "disclosure": Topic.ACCESS,
    "consent": Topic.CONSENT,
    "series": Topic.PLAN,
    "session": Topic.SESSION,
    "appointment": Topic.PLAN,
    "visit": Topic.PLAN,
    "waiting": Topic.PLAN,
    "note": Topic.NOTE,
    "document": Topic.DOCUMENT,
}
_PLANNING = frozenset({"session.move", "session.add"})


def _topic(action: str) -> Topic:
    if action in _PLANNING:
        return Topic.PLAN
    return _PREFIXES.get(action.split(".", 1)[0], Topic.OTHER)
