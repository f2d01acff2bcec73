"""The monthly review of who opened what: counts of each person, what stands out, and who looked at it with what result.

A month is a stretch of the log, not a choice by time: an entry whose clock was wrong is reviewed where it was recorded.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from clinicdesk.desk import SYSTEM, Desk
from clinicdesk.errors import BadValue
from clinicdesk.formats import format_name, format_record_number
from clinicdesk.language import _
from clinicdesk.records import access_log, opening_hours
from clinicdesk.records.access_log import AccessLine
from clinicdesk.records.access_words import Kind, actions_of
from clinicdesk.records.identities import kept_under
from clinicdesk.records.log_places import first_at
from clinicdesk.rules import access_review as rules
from clinicdesk.rules.access_review import PersonName, Remark
from clinicdesk.rules.dates import LONG_MONTHS
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import insert

_LISTED = 500
_LEFT = actions_of(Kind.LEFT) - {"paper.print"}


@dataclass(frozen=True, slots=True)
class PersonCounts:
    """What one person did in a month. ``refused`` are tries with their login that were wrong."""

    name: str
    sign_ins: int
    refused: int
    opened: int
    out_of_hours: int
    own_name: int
    of_staff: int
    no_visit: int
    emergencies: int
    printed: int
    given_away: int


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening that stands out. ``at`` carries the clinic's zone."""

    seq: int
    at: datetime
    staff_name: str
    about: str
    remarks: frozenset[Remark]


@dataclass(frozen=True, slots=True)
class Review:
    """Somebody read the log of a month up to an entry and wrote down what they found."""

    month: date
    staff_name: str
    reviewed_at: datetime
    up_to_seq: int
    findings: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month of the log. ``openings`` are those that stand out, as many as anybody reads; ``more`` are left out."""

    month: date
    first_seq: int
    last_seq: int
    people: tuple[PersonCounts, ...]
    openings: tuple[Opening, ...]
    more: int
    emergencies: tuple[AccessLine, ...]
    left: tuple[AccessLine, ...]
    unknown_refused: int
    other_clock: int
    hours_known: bool
    is_over: bool
    reviews: tuple[Review, ...]


def remark_words(remark: Remark) -> str:
    """Return a remark as people say it."""
    return {
        Remark.EMERGENCY: _("emergency access"),
        Remark.OWN_NAME: _("own family name"),
        Remark.OF_STAFF: _("name of somebody of the staff"),
        Remark.OUT_OF_HOURS: _("outside opening hours"),
        Remark.ONLY_LOOKED: _("no visit that day, nothing recorded"),
        Remark.NO_VISIT: _("no visit that day"),
    }[remark]


def month_name(month: date) -> str:
    """Return ``November 2026``."""
    return _("{month} {year}").format(month=LONG_MONTHS[month.month - 1], year=month.year)


def month_of(text: str) -> date:
    """Return the first day of a month written ``2026-11``. Raises ``BadValue``."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise BadValue(_("“{text}” is not a month such as 2026-11.").format(text=text), "month") from None


def months(desk: Desk) -> list[date]:
    """Return the months of the log, the running one first."""
    desk.may_see("access")
    row = desk.row("SELECT at FROM search_entries ORDER BY seq LIMIT 1")
    this = desk.local(desk.now()).date().replace(day=1)
    first = desk.local(from_text(row["at"])).date().replace(day=1) if row else this
    found = [this]
    while found[-1] > first:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def reviews(desk: Desk, month: date | None = None) -> list[Review]:
    """Return who reviewed a month, or any month, the latest first."""
    desk.may_see("access")
    rows = desk.rows(
        "SELECT r.*, coalesce(s.name, r.staff_id) AS staff_name FROM access_reviews r LEFT JOIN staff s "
        "ON s.id = r.staff_id WHERE ?1 IS NULL OR r.month = ?1 ORDER BY r.id DESC",
        month.isoformat()[:7] if month else None,
    )
    return [
        Review(
            month=month_of(row["month"]),
            staff_name=row["staff_name"],
            reviewed_at=from_text(row["reviewed_at"]),
            up_to_seq=row["up_to_seq"],
            findings=row["findings"],
        )
        for row in rows
    ]


def due(desk: Desk) -> date | None:
    """Return the last whole month if nobody reviewed it since it ended; None when all is well."""
    known = months(desk)
    if len(known) < 2:
        return None
    ended = _start(desk, known[0])
    done = any(one.reviewed_at >= ended for one in reviews(desk, known[1]))
    return None if done else known[1]


def record_review(desk: Desk, sheet: Sheet, *, findings: str) -> None:
    """Write down that a month was read up to the end of a sheet, and what was found. Raises ``BadValue``."""
    said = findings.strip()
    if not said:
        raise BadValue(_("Write what you found; if there was nothing, write “nothing”."), "findings")
    desk.record(
        "access.review",
        insert(
            "access_reviews",
            desk.new_id(),
            month=sheet.month.isoformat()[:7],
            staff_id=desk.person.id,
            reviewed_at=as_text(desk.now()),
            up_to_seq=sheet.last_seq,
            findings=said,
        ),
    )


def sheet(desk: Desk, month: date) -> Sheet:
    """Return a month for review. It reads all its entries: half a second in a busy practice. Raises ``NotAllowed``."""
    desk.may_see("access")
    start, end = _start(desk, month), _start(desk, _next(month))
    first, last = first_at(desk, start), first_at(desk, end) - 1
    read = _Month(desk, month, first, last)
    counted, standing_out = read.counted()
    return Sheet(
        month=month,
        first_seq=first,
        last_seq=last,
        people=counted,
        openings=tuple(standing_out[:_LISTED]),
        more=max(0, len(standing_out) - _LISTED),
        emergencies=tuple(read.lines(frozenset({"emergency.begin"}))),
        left=tuple(read.lines(_LEFT)),
        unknown_refused=read.refused[""],
        other_clock=sum(not start <= from_text(row.at) < end for row in read.rows),
        hours_known=read.hours_known,
        is_over=desk.now() >= end,
        reviews=tuple(reviews(desk, month)),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry about one patient, or about none."""

    seq: int
    at: str
    staff: str
    action: str
    patient_id: str | None


class _Month:
    """The entries of a month, and what is asked about them."""

    def __init__(self, desk: Desk, month: date, first: int, last: int) -> None:
        self._desk = desk
        self._first, self._last = first, last
        self._days = (month - timedelta(days=1), _next(month) + timedelta(days=1))
        self._names = dict(access_log.people(desk))
        self._staff = {one: rules.of_staff(name) for one, name in self._names.items() if one != SYSTEM}
        self.hours_known = any(opening_hours.week(desk).values())
        self._hours = opening_hours.hours_between(desk, *self._days)

    @cached_property
    def rows(self) -> list[_Row]:
        """All entries, once for each patient they are about."""
        found = self._desk.rows(
            f"SELECT e.seq, e.at, e.staff, e.action, {kept_under('p.patient_id')} AS patient_id FROM search_entries e "
            "LEFT JOIN search_entry_patients p ON p.seq = e.seq WHERE e.seq BETWEEN ? AND ? ORDER BY e.seq",
            self._first,
            self._last,
        )
        return [_Row(**row) for row in found]

    @cached_property
    def refused(self) -> Counter[str]:
        """How often signing in was refused, by login; an empty one where nobody has the login."""
        return Counter(line.reason for line in self.lines(frozenset({"staff.sign_in_refused"})))

    def lines(self, actions: frozenset[str]) -> list[AccessLine]:
        """Return the entries of some actions, the oldest first."""
        found: list[AccessLine] = []
        before = self._last + 1
        while page := access_log.entries(self._desk, actions=actions, before_seq=before):
            inside = [line for line in page if line.seq >= self._first]
            found += inside
            if len(inside) < len(page):
                break
            before = page[-1].seq
        return found[::-1]

    def counted(self) -> tuple[tuple[PersonCounts, ...], list[Opening]]:
        """Return the counts of each person who did anything, and the openings that stand out."""
        done = Counter((staff, action) for _seq, staff, action in {(r.seq, r.staff, r.action) for r in self.rows})
        remarked: Counter[tuple[str, Remark]] = Counter()
        standing_out = []
        for opening, row in self._openings():
            remarked.update((row.staff, remark) for remark in opening.remarks)
            if rules.stands_out(opening.remarks):
                standing_out.append(opening)
        logins = {row["id"]: row["login"] for row in self._desk.rows("SELECT id, login FROM staff")}
        seen = {staff for staff, _action in done} | {one for one, login in logins.items() if self.refused[login]}
        people = [
            self._counts(one, name, done, remarked, self.refused[logins[one]])
            for one, name in self._names.items()
            if one != SYSTEM and one in seen
        ]
        return tuple(people), standing_out

    def _counts(
        self,
        staff: str,
        name: str,
        done: Mapping[tuple[str, str], int],
        remarked: Mapping[tuple[str, Remark], int],
        refused: int,
    ) -> PersonCounts:
        def of(*actions: str) -> int:
            return sum(done.get((staff, action), 0) for action in actions)

        def with_remark(*found: Remark) -> int:
            return sum(remarked.get((staff, remark), 0) for remark in found)

        return PersonCounts(
            name=name,
            sign_ins=of("staff.sign_in"),
            refused=refused,
            opened=of("chart.open", "emergency.begin"),
            out_of_hours=with_remark(Remark.OUT_OF_HOURS),
            own_name=with_remark(Remark.OWN_NAME),
            of_staff=with_remark(Remark.OF_STAFF),
            no_visit=with_remark(Remark.NO_VISIT, Remark.ONLY_LOOKED),
            emergencies=of("emergency.begin"),
            printed=of("paper.print"),
            given_away=of(*_LEFT),
        )

    def _openings(self) -> Iterator[tuple[Opening, _Row]]:
        visits, worked = self._visits(), self._worked()
        patients: dict[str, tuple[PersonName, str]] = {}
        for row in self.rows:
            if row.action not in ("chart.open", "emergency.begin") or row.patient_id is None:
                continue
            if row.patient_id not in patients:
                patients[row.patient_id] = self._patient(row.patient_id)
            name, about = patients[row.patient_id]
            at = self._desk.local(from_text(row.at))
            found = rules.remarks(
                at=at,
                hours=self._hours.get(at.date()),
                hours_known=self.hours_known and at.date() in self._hours,
                opener=self._staff.get(row.staff, PersonName(frozenset(), "")),
                patient=name,
                staff=self._staff.values(),
                had_visit=(row.patient_id, at.date()) in visits,
                did_something=(row.staff, row.patient_id, at.date()) in worked,
                emergency=row.action == "emergency.begin",
            )
            yield Opening(row.seq, at, self._names.get(row.staff, row.staff), about, found), row

    def _patient(self, patient_id: str) -> tuple[PersonName, str]:
        row = self._desk.row("SELECT record_number, family_name, given_name FROM patients WHERE id = ?", patient_id)
        if row is None:
            return PersonName(frozenset(), ""), ""
        family, given = row["family_name"] or "", row["given_name"] or ""
        about = f"{format_record_number(row['record_number'])} {format_name(family, given)}"
        return rules.of_patient(family, given), about

    def _visits(self) -> set[tuple[str, date]]:
        """Return who was booked or planned on which day, whatever became of it."""
        since, until = (datetime.combine(day, time(), self._desk.zone()) for day in self._days)
        booked = self._desk.rows(
            f"SELECT {kept_under('a.patient_id')} AS patient_id, a.starts_at FROM appointments a "
            "WHERE a.starts_at >= ? AND a.starts_at < ?",
            as_text(since.astimezone(UTC)),
            as_text(until.astimezone(UTC)),
        )
        planned = self._desk.rows(
            f"SELECT {kept_under('s.patient_id')} AS patient_id, s.planned_on FROM sessions s "
            "WHERE s.planned_on BETWEEN ? AND ?",
            *(day.isoformat() for day in self._days),
        )
        found = {(row["patient_id"], self._desk.local(from_text(row["starts_at"])).date()) for row in booked}
        return found | {(row["patient_id"], date.fromisoformat(row["planned_on"])) for row in planned}

    def _worked(self) -> set[tuple[str, str, date]]:
        """Return who recorded something about whom on which day. To print or save is no work in a chart."""
        looking = actions_of(Kind.OPENED) | actions_of(Kind.LEFT)
        return {
            (row.staff, row.patient_id, self._desk.local(from_text(row.at)).date())
            for row in self.rows
            if row.patient_id is not None and row.action not in looking
        }


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _start(desk: Desk, month: date) -> datetime:
    return datetime.combine(month, time(), desk.zone()).astimezone(UTC)
