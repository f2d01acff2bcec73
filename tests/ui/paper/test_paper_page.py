"""A paper on the screen, on a printer and as a file; each way out is an entry of the record."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog

from clinicdesk.desk import Desk
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import sessions
from tests.hands import Hands
from tests.records.sessions import steps
from ui.paper.paper_page import PaperPage
from ui.shell.print_out import print_pdf, save_pdf
from ui.widgets.background import Background


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def page(qtbot: Any, everyone: Desk, background: Background) -> PaperPage:
    """Return the page with the recovery sheet on it, a paper every clinic has."""
    made = PaperPage(everyone, background)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    with qtbot.waitActive(made):
        made.show()
    made.show_paper(PaperRequest("recovery-sheet"))
    return made


def entries(desk: Desk, action: str) -> list[str]:
    rows = desk.rows("SELECT content FROM ledger ORDER BY seq")
    return [text for text in (row["content"].decode() for row in rows) if f'"{action}"' in text]


def test_shows_the_paper(qtbot: Any, page: PaperPage) -> None:
    hands = Hands(qtbot, page)
    hands.see("Recovery sheet")
    hands.see("Page 1 of 1")


def test_prints_and_records_it(qtbot: Any, page: PaperPage, everyone: Desk, tmp_path: Path) -> None:
    hands = Hands(qtbot, page)
    hands.press("Ctrl+P")
    dialog = page.findChild(QPrintDialog)
    assert not entries(everyone, "paper.print")
    dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
    dialog.accepted.emit(dialog.printer())
    dialog.reject()
    hands.see("Given to the printer.")
    (entry,) = entries(everyone, "paper.print")
    assert "recovery-sheet" in entry
    assert (tmp_path / "printed.pdf").stat().st_size > 10_000


def test_a_print_that_is_cancelled_is_not_recorded(qtbot: Any, page: PaperPage, everyone: Desk) -> None:
    Hands(qtbot, page).click("Print…")
    page.findChild(QPrintDialog).reject()
    assert not entries(everyone, "paper.print")


def test_saves_a_file_and_records_it(qtbot: Any, page: PaperPage, everyone: Desk, tmp_path: Path) -> None:
    hands = Hands(qtbot, page)
    hands.press("Ctrl+S")
    dialog = page.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "sheet.pdf"))
    dialog.reject()
    hands.see("Saved as sheet.pdf.")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert len(entries(everyone, "paper.save")) == 1


def test_a_file_that_cannot_be_saved_is_told_and_recorded_all_the_same(
    qtbot: Any, page: PaperPage, everyone: Desk, tmp_path: Path
) -> None:
    hands = Hands(qtbot, page)
    hands.press("Ctrl+S")
    dialog = page.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "no such folder" / "sheet.pdf"))
    dialog.reject()
    hands.see("cannot be saved there")
    assert len(entries(everyone, "paper.save")) == 1


def test_what_cannot_be_recorded_does_not_leave(
    qtbot: Any, page: PaperPage, everyone: Desk, tmp_path: Path, busy: Callable[[Desk], AbstractContextManager[None]]
) -> None:
    hands = Hands(qtbot, page)
    hands.press("Ctrl+S")
    saving = page.findChild(QFileDialog)
    with busy(everyone):
        saving.fileSelected.emit(str(tmp_path / "sheet.pdf"))
    saving.reject()
    hands.see("Another program is using")
    hands.press("Ctrl+P")
    printing = page.findChild(QPrintDialog)
    printing.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printing.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
    with busy(everyone):
        printing.accepted.emit(printing.printer())
    printing.reject()
    hands.not_see("Given to the printer.")
    assert not list(tmp_path.glob("*.pdf"))
    assert not entries(everyone, "paper.save")


def test_a_paper_that_cannot_be_made_says_why(qtbot: Any, receptionist: Desk, background: Background) -> None:
    page = PaperPage(receptionist, background)
    qtbot.addWidget(page)
    page.show()
    page.show_paper(PaperRequest("recovery-sheet"))
    Hands(qtbot, page).see("Only an administrator can print the recovery sheet.")


def test_a_paper_of_many_parts_is_made_beside_the_window(qtbot: Any, page: PaperPage) -> None:
    page.show_paper(PaperRequest("downtime-pack"))
    hands = Hands(qtbot, page)
    hands.see("Making the paper…")
    hands.see("Page 1 of")


def test_making_a_paper_can_be_stopped(qtbot: Any, page: PaperPage) -> None:
    page.show_paper(PaperRequest("downtime-pack"))
    with qtbot.waitSignal(page.closed):
        Hands(qtbot, page).click("Cancel")


def test_escape_closes(qtbot: Any, page: PaperPage) -> None:
    with qtbot.waitSignal(page.closed):
        Hands(qtbot, page).press("Escape")


@pytest.mark.parametrize(("size", "points"), [("Letter", (612, 792)), ("A4", (595, 842))])
@pytest.mark.usefixtures("qapp")
def test_prints_each_page_at_its_own_size(tmp_path: Path, size: str, points: tuple[int, int]) -> None:
    from io import BytesIO

    from reportlab.lib.pagesizes import A4, LETTER
    from reportlab.pdfgen.canvas import Canvas

    into = BytesIO()
    canvas = Canvas(into, pagesize=A4 if size == "A4" else LETTER)
    for _page in range(3):
        # A black frame at the very edge: whatever shrinks or shifts the page would leave white outside it.
        canvas.setLineWidth(40)
        canvas.rect(0, 0, *points)
        canvas.showPage()
    canvas.save()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert print_pdf(into.getvalue(), printer)

    printed = QPdfDocument()
    printed.load(str(tmp_path / "out.pdf"))
    assert printed.pageCount() == 3
    assert abs(printed.pagePointSize(0).width() - points[0]) <= 1
    assert abs(printed.pagePointSize(0).height() - points[1]) <= 1
    picture = printed.render(2, (QSizeF(printed.pagePointSize(2))).toSize())
    edges = [picture.pixelColor(x, y).lightness() for x, y in ((3, 300), (points[0] - 5, 300), (300, 3))]
    assert max(edges) < 60
    assert picture.pixelColor(300, 300).lightness() > 250
    printed.close()


def test_a_file_is_saved_whole_or_not_at_all(tmp_path: Path) -> None:
    save_pdf(b"%PDF new", tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == b"%PDF new"
    with pytest.raises(OSError, match=r"."):
        save_pdf(b"%PDF", tmp_path / "missing" / "a.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_whoever_gives_the_payer_a_report_is_asked_to_write_it_down(
    qtbot: Any, page: PaperPage, nurse: Desk, prescriber: Desk, tmp_path: Path
) -> None:
    session_id = steps.plan_for(nurse, steps.register_zoe(nurse))
    line = sessions.line(prescriber, session_id)
    page.show_paper(PaperRequest("payer-report", line.series_id))
    hands = Hands(qtbot, page)
    hands.press("Ctrl+S")
    dialog = page.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "report.pdf"))
    dialog.reject()
    hands.see("Write down to whom it goes.")
