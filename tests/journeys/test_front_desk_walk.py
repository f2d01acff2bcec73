"""The front desk, and an administrator, walk through the whole window: no clinical text stands in any widget.

The reads are tried one by one by ``tests/records/test_permitted_reads``; this walks the screens themselves, with what
they keep in models, tooltips and accessible names, in a clinic in which every clinical text carries a mark.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTabWidget, QWidget

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.permissions import Role
from clinicdesk.records import staff
from clinicdesk.storage import keys
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.workstation import Workstation
from tests.conftest import PASSWORD
from tests.records import marked_clinic
from tests.records.marked_clinic import APART, CLINICAL, MARK
from ui import theme
from ui.widgets.background import Background
from ui.workplace import AT_BOTTOM, PLACES, Workplace

_SAID_BY = ("text", "toPlainText", "toolTip", "statusTip", "accessibleName", "accessibleDescription", "title",
            "placeholderText", "windowTitle", "currentText")  # fmt: skip
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
PLACES_OF_RAIL = tuple(place.key for place in (*PLACES, *AT_BOTTOM))
_ROWS = 30
_OF_EACH = 5
"""Of charts, sessions, notes and documents; those with most in them come first."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """Return the marked clinic's file and the time it stands at."""
    now = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)
    return marked_clinic.make(tmp_path_factory.mktemp("marked"), DrivenClock(now)), now


@pytest.fixture
def marked(made: tuple[Path, datetime]) -> Iterator[Clinic]:
    clinic = Clinic.open(made[0], keys.SAMPLE_KEY, DrivenClock(made[1]))
    yield clinic
    clinic.close()


def _work(clinic: Clinic, role: Role, tmp_path: Path) -> Workplace:
    system = Desk.of_system(clinic, "PC")
    login = f"new-{role.value}"
    if not any(one.login == login for one in staff.everybody(system)):
        staff.add(system, login=login, name="Newly Come", roles=[role], password=PASSWORD)
    desk = staff.sign_in(clinic, login=login, password=PASSWORD, workstation="PC")
    work = Workplace(desk, Workstation.load(tmp_path / "settings"), Background())
    work.resize(1280, 720)
    work.show()
    return work


def _cells(model: QAbstractItemModel, parent: QModelIndex, deep: int = 0) -> Iterator[str]:
    for row in range(min(model.rowCount(parent), _ROWS)):
        for column in range(model.columnCount(parent)):
            index = model.index(row, column, parent)
            for role in _ROLES:
                yield str(model.data(index, role) or "")
            if column == 0 and deep < 3:
                yield from _cells(model, index, deep + 1)


def _said(widget: QWidget) -> Iterator[str]:
    for name in _SAID_BY:
        read: Any = getattr(widget, name, None)
        if callable(read):
            try:
                yield str(read())
            except TypeError:
                continue
    if isinstance(widget, QTabWidget):
        yield from (widget.tabText(at) + widget.tabToolTip(at) for at in range(widget.count()))
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _cells(widget.model(), QModelIndex())


def _marks() -> set[str]:
    """Return the marks in all widgets there are, shown or not."""
    QApplication.processEvents()
    words = "\n".join(text for widget in QApplication.allWidgets() for text in _said(widget))
    return {mark for mark in MARK.findall(words) if mark.startswith((CLINICAL, APART))}


def _places(work: Workplace) -> Iterator[str]:
    """Walk through every place, every chart, and every tab of each."""
    shown = {"outcomes": work.show_outcomes, "administration": work.show_administration, "to_sign": work.show_to_sign}
    for key in (*PLACES_OF_RAIL, "enquiries"):
        if key == "outcomes":
            continue  # counts over all patients: what a series was for is the row, and nobody's name is there
        shown.get(key, partial(work.show_place, key))()
        yield key
        if key in work._pages:
            yield from _tabs(work, key)
    system = Desk.of_system(work.desk.clinic, "PC")
    for row in _rows(system, "SELECT patient_id AS id FROM session_events GROUP BY 1 ORDER BY count(*) DESC"):
        work.show_chart(row["id"])
        yield from _tabs(work, "chart")
    for row in _rows(system, "SELECT session_id AS id FROM session_events GROUP BY 1 ORDER BY count(*) DESC"):
        work.show_session(row["id"])
        yield "session"
    for row in _rows(system, "SELECT id, patient_id FROM notes ORDER BY length(body) DESC"):
        work.show_note(row["patient_id"], row["id"])
        yield "note"
    for row in _rows(system, "SELECT id, patient_id FROM documents ORDER BY length(coalesce(text, '')) DESC"):
        work.show_document(row["patient_id"], row["id"])
        yield "document"


def _rows(system: Desk, sql: str) -> list[dict[str, Any]]:
    return list(system.rows(f"{sql} LIMIT {_OF_EACH}"))


def _tabs(work: Workplace, key: str) -> Iterator[str]:
    """Turn to every tab, then let somebody look: what a tab showed stays in its widgets."""
    for tabs in work._page(key).findChildren(QTabWidget):
        for at in range(tabs.count()):
            if tabs.isTabVisible(at):
                tabs.setCurrentIndex(at)
                QApplication.processEvents()
    yield f"tabs of {key}"


def _leave(qapp: QApplication, work: Workplace) -> None:
    """Leave as the window does: what runs beside it has ended before anything it could tell is gone."""
    work.close_down()
    work.background.close()
    work.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.ADMINISTRATOR])
def test_no_place_holds_clinical_text(qapp: QApplication, marked: Clinic, role: Role, tmp_path: Path) -> None:
    theme.apply(qapp, "light")
    work = _work(marked, role, tmp_path)
    found: dict[str, set[str]] = {}
    seen = 0
    for where in _places(work):
        seen += 1
        if marks := _marks():
            found[where] = marks
    _leave(qapp, work)
    assert seen > 30
    assert found == {}


def test_a_clinician_sees_it_there(qapp: QApplication, marked: Clinic, tmp_path: Path) -> None:
    theme.apply(qapp, "light")
    work = _work(marked, Role.NURSE, tmp_path)
    assert any(_marks() for _where in _places(work))
    _leave(qapp, work)
