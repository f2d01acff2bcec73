"""Finding what was written: words, phrases and filters among a million notes, and from a key to the painted list."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from clinicdesk.clinic import SUFFIX
from clinicdesk.desk import Desk
from clinicdesk.records import text_search
from tests.bench import bare
from tests.bench.measure import Figure, Timing, compare, timed
from tests.bench.population import add_patients
from tests.bench.screen import leave, workplace
from tests.bench.setting import KEY, Setting, found, sign_in
from tests.bench.written import RARE_PHRASE, RARE_WORD, add_notes

_PATIENTS = 20_000
_TYPED = ("nausea ond", '"passive death wish" ser', RARE_WORD, "depr energy", "set inten")
"""What is typed key by key."""

Question = Callable[[Desk, str], object]

_DAYS = {"since": date(2019, 3, 1), "until": date(2019, 3, 31)}
_WORDS = ("patient", "nausea", RARE_WORD, "nausea ondansetron sertraline", "suicid", "ther lett", f"{RARE_WORD} mood",
          "infus", "con", "neverwritten", "blood lighthouse")  # fmt: skip
_PHRASES = ('"no plan no intent"', f'"{RARE_PHRASE}"', '"headache until evening" "slept better"', '"intent no plan"',
            '"mood lower again since the week', '"lighthouse above the"')  # fmt: skip


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure each question in turn with the index asked for one word of it; the first time fills caches."""
    sizes = setting.sizes
    folder = setting.folder / "written"
    folder.mkdir()
    try:
        with closing(found(folder / f"written{SUFFIX}")) as clinic:
            add_patients(clinic, min(_PATIENTS, sizes.many_patients), seed=3)
            seconds = add_notes(clinic, sizes.many_patients)
            count = f"{sizes.many_patients:,} notes"
            size = Path(clinic.path).stat().st_size / 1e6
            yield Figure(f"index of {count}: made", f"{seconds:.0f} s", f"file {size:.0f} MB", "", "", True)
            desk = sign_in(clinic)
            patient = clinic.reader.execute("SELECT patient_id FROM notes LIMIT 1 OFFSET 150").fetchone()[0]
            author = desk.person.id
            filtered = [
                *({"typed": words, "patient_id": patient} for words in ("patient", '"no plan no intent"', "infus")),
                *({"typed": words, "author_id": author} for words in ("nausea", RARE_WORD)),
                *({"typed": words, "kinds": ["letter"]} for words in ("mood energy", '"integration set"')),
                *({"typed": words, **_DAYS} for words in ("patient", "sertraline therapist", RARE_WORD)),
                {"typed": "patient", "patient_id": patient, "author_id": author, "kinds": ["intake"], **_DAYS},
            ]
            times = 10 * sizes.typings
            yield _asked(desk, f"words in {count}", [{"typed": words} for words in _WORDS], times)
            yield _asked(desk, f"phrases in {count}", [{"typed": words} for words in _PHRASES], times)
            yield _asked(desk, f"by patient, author, kind, day in {count}", filtered, times)
            yield _keys(desk, f"key to painted texts, {count}", sizes.typings)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _asked(desk: Desk, what: str, questions: list[dict[str, object]], times: int) -> Figure:
    read = bare.word_search(Path(desk.clinic.path), KEY)
    ours, limits = [], []
    for time in range(times + 1):
        for question in questions:
            word = max(str(question["typed"]).replace('"', "").split(), key=len)
            took = timed(lambda asked=question: text_search.find(desk, **asked))  # type: ignore[misc]
            limit = timed(lambda asked=word: read(asked))  # type: ignore[misc]
            if time or not times:
                ours.append(took)
                limits.append(limit)
    return compare(what, Timing.of(ours), Timing.of(limits), slowest=50)


def _keys(desk: Desk, what: str, typings: int) -> Figure:
    read = bare.word_search(Path(desk.clinic.path), KEY)
    work, painted = workplace(desk)
    ours, limits = [], []
    try:
        work.show_text_search()
        painted.wait()
        page = work.page_of("text_search")
        box = next(line for line in page.findChildren(QLineEdit) if line.accessibleName() == "Words to find")
        for time in range(typings + 1):
            for text in _TYPED:
                box.selectAll()
                QTest.keyClick(box, Qt.Key.Key_Delete)
                painted.wait()
                for place, letter in enumerate(text, start=1):
                    started = perf_counter()
                    QTest.keyClick(box, letter)
                    painted.wait()
                    done = perf_counter()
                    read(text[:place].replace('"', "").split(" ")[-1] or "patient")
                    if time or not typings:
                        ours.append((done - started) * 1000)
                        limits.append((perf_counter() - done) * 1000)
    finally:
        leave(work)
    return compare(what, Timing.of(ours), Timing.of(limits), slowest=50)
