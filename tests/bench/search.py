"""Finding a patient: from a key to the painted list, in the patient list and in the search box on top."""

from pathlib import Path
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.bench import bare
from tests.bench.measure import Figure, Timing, compare
from tests.bench.screen import Painted, leave, workplace
from tests.bench.setting import KEY, Setting

TYPED = (
    "smi",
    "christopher powell",
    "zoë",
    "o'con",
    "per lind",
    "nguy",
    "anna",
    "4182",
    "1968-07",
    "555 0142",
    "person77@",
    "xyz",
)
"""What people type: common and rare names, both names, a record number, a birth date, a phone, an e-mail, nobody."""


def figures(setting: Setting) -> list[Figure]:
    """Measure each key of each text; the bare limit reads an index for the same letters."""
    work, painted = workplace(setting.desk)
    try:
        people = f"{setting.sizes.patients:,} patients"
        work.show_place("patients")
        painted.wait()
        page = _typing(setting, _box(work, "Search patients"), painted)
        work.show_place("today")
        painted.wait()
        box = _typing(setting, _box(work, "Find a patient"), painted)
    finally:
        leave(work)
    return [
        compare(f"key to painted list, {people}", *page, slowest=16),
        compare(f"key to painted quick search, {people}", *box, slowest=16),
    ]


def _box(window: QWidget, name: str) -> QLineEdit:
    return next(line for line in window.findChildren(QLineEdit) if line.accessibleName() == name and line.isVisible())


def _typing(setting: Setting, box: QLineEdit, painted: Painted) -> tuple[Timing, Timing]:
    read = bare.prefix_search(Path(setting.clinic.path), KEY)
    ours, limits = [], []
    box.setFocus()
    for time in range(setting.sizes.typings + 1):
        for text in TYPED:
            box.selectAll()
            QTest.keyClick(box, Qt.Key.Key_Delete)
            painted.wait()
            for place, letter in enumerate(text, start=1):
                started = perf_counter()
                QTest.keyClick(box, letter)
                painted.wait()
                done = perf_counter()
                read(text[:place])
                # The first time fills caches and does not count, unless it is the only one.
                if time or not setting.sizes.typings:
                    ours.append((done - started) * 1000)
                    limits.append((perf_counter() - done) * 1000)
    return Timing.of(ours), Timing.of(limits)
