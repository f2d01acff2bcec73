"""Finding a patient: from a key to the painted list, in the patient list and in the search box on top."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from clinicdesk.clinic import SUFFIX
from clinicdesk.desk import Desk
from tests.bench import bare
from tests.bench.measure import Figure, Timing, compare
from tests.bench.population import add_patients
from tests.bench.screen import Painted, leave, workplace
from tests.bench.setting import KEY, Setting, found, sign_in

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
    "07211968",
    "7/21 per",
    "555 0142",
    "person77@",
    "xyz",
    "lindqist per",
    "maria sofia lindberk",
    "hernandez 21 jul 1968",
    "tayidis a",
)
"""What people type: common and rare names, two and three of them, mistyped ones, a record number, birth dates, a phone,
an e-mail, nobody."""


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure each key of each text; the bare limit reads an index for the same letters."""
    sizes = setting.sizes
    yield from _keys(setting.desk, sizes.patients, sizes.typings, slowest=16)
    folder = setting.folder / "many"
    folder.mkdir()
    try:
        with closing(found(folder / f"many{SUFFIX}")) as clinic:
            add_patients(clinic, sizes.many_patients, seed=2)
            yield from _keys(sign_in(clinic), sizes.many_patients, min(sizes.typings, 2), slowest=50)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _keys(desk: Desk, patients: int, typings: int, *, slowest: float) -> Iterator[Figure]:
    work, painted = workplace(desk)
    try:
        read = bare.prefix_search(Path(desk.clinic.path), KEY)
        work.show_place("patients")
        painted.wait()
        page = _typing(typings, _box(work, "Search patients"), painted, read)
        work.show_place("today")
        painted.wait()
        box = _typing(typings, _box(work, "Find a patient"), painted, read)
    finally:
        leave(work)
    yield compare(f"key to painted list, {patients:,} patients", *page, slowest=slowest)
    yield compare(f"key to painted quick search, {patients:,}", *box, slowest=slowest)


def _box(window: QWidget, name: str) -> QLineEdit:
    return next(line for line in window.findChildren(QLineEdit) if line.accessibleName() == name and line.isVisible())


def _typing(times: int, box: QLineEdit, painted: Painted, read: Callable[[str], None]) -> tuple[Timing, Timing]:
    ours, limits = [], []
    box.setFocus()
    for time in range(times + 1):
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
                if time or not times:
                    ours.append((done - started) * 1000)
                    limits.append((perf_counter() - done) * 1000)
    return Timing.of(ours), Timing.of(limits)
