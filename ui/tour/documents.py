"""Filing documents: a lab result pasted as a file, a scan from the scanner's folder, review, finding by text."""

from io import BytesIO

from PIL import Image, ImageDraw
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from ui.settings.scan_section import ScanSection
from ui.tour.tour import Tour

_LAB = (
    "North Shore Laboratory",
    "",
    "Comprehensive metabolic panel          collected 27-Feb-2026",
    "",
    "Sodium            140 mmol/l     135 - 145",
    "Potassium         4.1 mmol/l     3.5 - 5.1",
    "Creatinine        0.9 mg/dl      0.6 - 1.1",
    "ALT               22 U/l         below 35",
)


def show(tour: Tour) -> None:
    """File two documents, find one by a word of its text, and review it."""
    hands = tour.hands
    scans = tour.folder / "scans"
    scans.mkdir()
    hands.click("Settings")
    hands.click("This PC")
    # The dialog of the operating system is not part of the tour.
    tour.window.findChild(ScanSection).choose(str(scans))
    tour.picture("settings-scan-folder")
    tour.open_chart("zo ang", "ÅNGSTRÖM")
    hands.click("Documents")
    _paste_lab_result(tour)
    _file_scan(tour)
    hands.type("Search in documents", "potassium", leave=False)
    hands.press("Return")
    hands.see("Potassium 4.1 mmol/l")
    tour.picture("documents-found")
    hands.press("Return")
    hands.click("Mark as reviewed")
    hands.see("Reviewed ")
    tour.picture("document-reviewed")


def _paste_lab_result(tour: Tour) -> None:
    hands = tour.hands
    path = tour.folder / "lab.pdf"
    path.write_bytes(_pdf())
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(copied)
    hands.click("Paste")
    hands.see("File this document")
    # Left there, it is deleted after Python has ended, which ends in a crash (PySide6 6.11).
    QGuiApplication.clipboard().clear()
    hands.wait_for(hands.find("Kind").isEnabled, "the form")
    hands.choose("Kind", "Lab result")
    hands.type("Title", "Metabolic panel")
    hands.type("Date on the document", "27-Feb-2026")
    hands.find("To be reviewed by").setCurrentIndex(1)
    tour.picture("document-being-filed")
    hands.press("Ctrl+S")
    hands.see("Filed: Lab result.")
    hands.see("Page 1 of 1")
    tour.picture("document-filed")


def _file_scan(tour: Tour) -> None:
    hands = tour.hands
    (tour.folder / "scans" / "SCN_0001.tif").write_bytes(_card())
    box = hands.find("From the scanner")
    for _look in range(3):
        # A file is whole when it has not grown between two looks.
        tour.pass_time(seconds=3)
        box.look()
        hands.wait_for(lambda: not box.looking, "the look into the folder")
        QApplication.processEvents()
    hands.choose_row("Scans that wait", "SCN_0001.tif", open_it=False)
    hands.click("File this scan")
    hands.see("File this document")
    hands.wait_for(hands.find("Kind").isEnabled, "the form")
    hands.choose("Kind", "Insurance card")
    hands.see("Page 1 of 2")
    tour.picture("scan-being-filed")
    hands.press("Ctrl+S")
    hands.see("Filed: Insurance card. The scan is still in the scan folder.")
    hands.click("Delete the scan")
    hands.see("The scan was deleted from the scan folder.")
    tour.picture("scan-filed")


def _pdf() -> bytes:
    into = BytesIO()
    canvas = Canvas(into, pagesize=(612, 792))
    for number, line in enumerate(_LAB):
        canvas.drawString(72, 710 - 18 * number, line)
    canvas.save()
    return into.getvalue()


def _card() -> bytes:
    """Return a scan of both sides of a card, as office scanners make it."""
    sides = []
    for words in ("NORTHERN MUTUAL\nMember 4471 02 118\nGroup 88-120", "Prior authorisation: 1 800 555 0177"):
        side = Image.new("L", (1000, 640), 250)
        draw = ImageDraw.Draw(side)
        draw.rounded_rectangle((40, 40, 960, 600), 36, outline=60, width=6)
        draw.multiline_text((110, 160), words, fill=30, font_size=56, spacing=28)
        sides.append(side)
    into = BytesIO()
    sides[0].save(into, "TIFF", save_all=True, append_images=sides[1:], compression="tiff_lzw", dpi=(300, 300))
    return into.getvalue()
