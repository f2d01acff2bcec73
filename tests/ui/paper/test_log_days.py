"""From which day to which the dispensing log is wanted."""

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.printing.papers import PaperRequest
from tests.hands import Hands
from ui import theme
from ui.paper.log_days import LogDays


def test_today_unless_other_days_are_typed(qtbot, qapp, nurse: Desk) -> None:
    theme.apply(qapp, "light")
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(900, 600)
    with qtbot.waitExposed(over):
        over.show()
    dialog = LogDays(nurse, over)
    wanted: list[object] = []
    dialog.paper_requested.connect(wanted.append)
    dialog.open()
    hands = Hands(qtbot, over)
    assert hands.find("From").text() == "02-Mar-2026"
    hands.type("To", "1 Mar 2026")
    hands.click("Show")
    hands.see("The last day is before the first.")
    hands.type("From", "1 Feb 2026")
    hands.click("Show")
    assert wanted == [PaperRequest("dispensing-log", "2026-02-01 2026-03-01")]
