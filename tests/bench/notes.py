"""Writing a note of 200 kB: from a key to the painted letter, while the draft is kept.

Ten keys a second are fast typing, and a draft is kept each second: so each tenth key is made to wait for the keeping as
well. The bare limit is a plain text edit with the same text in a window as large, which keeps nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from time import perf_counter

from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QPlainTextEdit

from clinicdesk.records import note_templates, notes
from clinicdesk.records.notes import NoteKind
from tests.bench.measure import Figure, Timing, compare
from tests.bench.screen import Painted, leave, workplace
from tests.bench.setting import Setting
from ui.notes.editor import NoteEditor
from ui.notes.tab import NotesTab
from ui.workplace import Workplace

LONG = 200_000
FRAME_MS = 16.0
KEYS_PER_DRAFT = 10
TYPED = "She slept better, and woke twice. "
_LINE = "She slept better after the second visit, woke twice, and went for a walk with her sister in the afternoon. "


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure keys at the beginning, in the middle and at the end; in lines, and in one line without an end."""
    keys = max(setting.sizes.recordings * 3, 30)
    for what, body in (("200 kB, lines", _in_lines()), ("200 kB, long paragraphs", _in_paragraphs())):
        work, painted = workplace(setting.desk)
        try:
            editor = _open(setting, work, painted, body)
            bare, bare_painted = _bare(work, body)
            ours, limits = _typed(editor, painted, bare, bare_painted, keys)
            bare.window().close()
            yield _figure(f"key to paint, note of {what}", ours, limits)
        finally:
            leave(work)
    yield _opened(setting)


def _opened(setting: Setting) -> Figure:
    """From the choice of a signed note to its painted text; the bare limit paints the same text in a plain edit."""
    work, painted = workplace(setting.desk)
    try:
        patient_id, body = setting.charts[0], _in_lines()
        long, short = (
            notes.write_signed(setting.desk, patient_id=patient_id, kind=NoteKind.PROGRESS, body=text)
            for text in (body, "Short.")
        )
        work.show_note(patient_id, short)
        painted.wait()
        bare, bare_painted = _bare(work, "")
        tab = next(tab for tab in work.findChildren(NotesTab) if tab.isVisible())
        ours: list[float] = []
        limits: list[float] = []
        for _time in range(max(setting.sizes.openings // 8, 2)):
            ours.append(_until(painted, partial(tab.open_note, long)))
            limits.append(_until(bare_painted, partial(bare.setPlainText, body)))
            _until(painted, partial(tab.open_note, short))
            _until(bare_painted, bare.clear)
        bare.window().close()
    finally:
        leave(work)
    return compare("open a signed note of 200 kB", Timing.of(ours), Timing.of(limits), slowest=50)


def _until(painted: Painted, change: Callable[[], object]) -> float:
    started = perf_counter()
    change()
    painted.wait_once()
    return (perf_counter() - started) * 1000


def _in_lines() -> str:
    template = note_templates.of_kind(NoteKind.PROGRESS)
    assert template is not None
    below = "\n".join([_LINE.strip()] * (LONG // len(template.sections) // len(_LINE)))
    return "\n\n".join(f"{title}\n{below}" for title in template.titles)


def _in_paragraphs() -> str:
    """Return the same words as somebody pastes them: a hundred lines of two thousand letters."""
    return "\n".join([_LINE * (2_000 // len(_LINE))] * (LONG // 2_000))


def _open(setting: Setting, work: Workplace, painted: Painted, body: str) -> NoteEditor:
    patient_id = setting.charts[0]
    template = note_templates.of_kind(NoteKind.PROGRESS)
    note_id = notes.write(setting.desk, patient_id=patient_id, kind=NoteKind.PROGRESS, body=body, template=template)
    work.show_note(patient_id, note_id)
    painted.wait()
    return next(editor for editor in work.findChildren(NoteEditor) if editor.isVisible())


def _bare(work: Workplace, body: str) -> tuple[QPlainTextEdit, Painted]:
    window = QMainWindow()
    edit = QPlainTextEdit(body)
    window.setCentralWidget(edit)
    window.resize(work.size())
    window.setParent(None)
    painted = Painted(window)
    window.show()
    painted.wait()
    return edit, painted


def _typed(
    editor: NoteEditor, painted: Painted, bare: QPlainTextEdit, bare_painted: Painted, keys: int
) -> tuple[list[float], list[float]]:
    """Type the same letters into both by turns; ours must also keep its draft with each tenth."""
    area = editor.text_area
    ours: list[float] = []
    limits: list[float] = []
    for place in (QTextCursor.MoveOperation.Start, QTextCursor.MoveOperation.End):
        for edit in (area, bare):
            edit.moveCursor(place)
        painted.wait()
        bare_painted.wait()
        for number in range(keys // 2):
            letter = TYPED[number % len(TYPED)]
            keep = editor.keep_beside if number % KEYS_PER_DRAFT == 0 else None
            ours.append(_key(area, painted, letter, keep))
            limits.append(_key(bare, bare_painted, letter, None))
    # The first keys fill caches.
    return ours[5:], limits[5:]


def _key(edit: QPlainTextEdit, painted: Painted, letter: str, keep: Callable[[], None] | None) -> float:
    started = perf_counter()
    QTest.keyClick(edit, letter)
    if keep is not None:
        keep()
    painted.wait_once()
    return (perf_counter() - started) * 1000


def _figure(what: str, ours: Sequence[float], limits: Sequence[float]) -> Figure:
    """Return the line: half of the keys, and all but one of a hundred, against one frame."""
    half, slow = _ends(ours)
    bare = _ends(limits)
    return Figure(
        what,
        f"{half:.2f} / {slow:.2f}",
        f"{bare[0]:.2f} / {bare[1]:.2f}",
        f"{half / bare[0]:.2f}",
        f"p99 ≤ {FRAME_MS:g} ms (second number)",
        slow <= FRAME_MS,
    )


def _ends(milliseconds: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(milliseconds)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
