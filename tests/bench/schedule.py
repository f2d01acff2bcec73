"""The schedule: a week with 400 bookings, from the place being opened to its painting."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from clinicdesk.records import chairs, staff
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.database import Connection, connect, transaction
from clinicdesk.storage.ids import new_id
from tests.bench.measure import Figure, Timing, compare
from tests.bench.screen import Painted, choices
from tests.bench.setting import Setting

BOOKINGS = 400
CHAIRS = 8
DAYS = 5
_LENGTHS = (60, 30, 45, 60, 30, 60, 45, 60, 90, 60)
"""Minutes of the ten bookings of a chair's day, one after the other from 8:00."""

_READ = (
    "SELECT a.*, p.family_name, p.given_name, p.birth_date FROM appointments a JOIN patients p ON p.id = a.patient_id "
    "WHERE a.starts_at >= ? AND a.starts_at < ? ORDER BY a.starts_at"
)

_WRITE = (
    "INSERT INTO appointments (id, version, patient_id, session_id, kind, starts_at, minutes, chair_id, staff_id) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def figures(setting: Setting) -> list[Figure]:
    """Open the schedule on a full week, as when its place is wanted for the first time; turn to it; read its rows."""
    from ui.app import make_app

    make_app(choices())
    week = _monday(setting) + timedelta(days=28)
    _fill(setting, week)
    made, turned, bare = [], [], []
    for _turn in range(max(setting.sizes.openings // 10, 2)):
        first, second = _opened(setting, week)
        made.append(first)
        turned.append(second)
        bare.append(_read(setting, week))
    limit = Timing.of(bare[1:])
    return [
        compare(f"schedule opened on a week, {BOOKINGS} bookings", Timing.of(made[1:]), limit, slowest=150),
        compare("turned from an empty week to that one", Timing.of(turned[1:]), limit, slowest=150),
    ]


def _opened(setting: Setting, week: date) -> tuple[float, float]:
    """Return the milliseconds of making and painting the place, and of turning to the week from an empty one."""
    from ui.schedule.page import SchedulePage

    window = QStackedWidget()
    window.addWidget(QWidget())
    window.resize(1204, 752)
    painted = Painted(window)
    window.show()
    painted.wait()
    started = perf_counter()
    page = SchedulePage(setting.desk)
    page.show_week(week)
    window.addWidget(page)
    window.setCurrentWidget(page)
    painted.wait()
    opened = perf_counter()
    page.show_week(week + timedelta(days=70))
    painted.wait()
    turning = perf_counter()
    page.show_week(week)
    painted.wait()
    done = perf_counter()
    window.hide()
    window.deleteLater()
    QApplication.processEvents()
    return (opened - started) * 1000, (done - turning) * 1000


def _read(setting: Setting, week: date) -> float:
    bounds = [as_text(_instant(setting, day, time(0))) for day in (week, week + timedelta(days=7))]
    started = perf_counter()
    rows = list(setting.clinic.rows(_READ, *bounds))
    taken = (perf_counter() - started) * 1000
    assert len(rows) == BOOKINGS
    return taken


def _fill(setting: Setting, week: date) -> None:
    """Write a full week straight into the tables, every other booking one of a session where there are enough."""
    desk = setting.desk
    while len(chairs.all(desk)) < CHAIRS:
        chairs.add(desk, name=f"Chair {len(chairs.all(desk)) + 1}")
    people = [row["id"] for row in setting.clinic.rows("SELECT id FROM patients ORDER BY id LIMIT ?", BOOKINGS)]
    sessions = [
        (row["id"], row["patient_id"])
        for row in setting.clinic.rows("SELECT id, patient_id FROM sessions LIMIT ?", BOOKINGS // 2)
    ]
    clinicians = [one.id for one in staff.everybody(desk)]
    writer = connect(setting.clinic.path, setting.clinic._key, writing=True)
    try:
        with transaction(writer, setting.clinic.path):
            _write(setting, writer, week, people, sessions, clinicians)
    finally:
        writer.close()


def _write(
    setting: Setting,
    writer: Connection,
    week: date,
    people: list[str],
    sessions: list[tuple[str, str]],
    clinicians: list[str],
) -> None:
    version = next(setting.clinic.rows("SELECT id FROM search_entries LIMIT 1"))["id"]
    number = 0
    for day in range(DAYS):
        for chair in chairs.all(setting.desk)[:CHAIRS]:
            at = _instant(setting, week + timedelta(days=day), time(8))
            for minutes in _LENGTHS:
                of_session = sessions[number // 2] if number % 2 and number // 2 < len(sessions) else None
                writer.execute(
                    _WRITE,
                    (
                        new_id(1_700_000_000_000 + number),
                        version,
                        of_session[1] if of_session else people[number % len(people)],
                        of_session[0] if of_session else None,
                        "session" if of_session else "follow_up",
                        as_text(at),
                        minutes,
                        chair.id,
                        clinicians[number % len(clinicians)],
                    ),
                )
                at += timedelta(minutes=minutes)
                number += 1


def _monday(setting: Setting) -> date:
    today = datetime.now(setting.clinic.zone).date()
    return today - timedelta(days=today.weekday())


def _instant(setting: Setting, day: date, at: time) -> datetime:
    return datetime.combine(day, at, setting.clinic.zone).astimezone(UTC)
