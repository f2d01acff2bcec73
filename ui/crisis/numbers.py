"""Whom to call in a crisis: the numbers, and the clinic's own words below them. Nothing here is about a patient."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import crisis_card, practice
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class NumbersCard(Card):
    """Shows a faulty file's fault in place of its numbers: a card that stays closed helps nobody."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Whom to call"))
        known = crisis_card.load()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px("space_16"))
        grid.setVerticalSpacing(theme.px("space_4"))
        grid.setColumnStretch(1, 1)
        for place, line in enumerate(known.lines):
            number = label(line.number, "vitals")
            number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            number.setAccessibleName(_("{name}: {number}").format(name=line.name, number=line.number))
            grid.addWidget(number, place * 2, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(line.name, "strong", wrap=True), place * 2, 1)
            grid.addWidget(label(line.say, wrap=True), place * 2 + 1, 1)
        self.add(grid)
        if known.problem is not None:
            fault = known.problem
            words = _("{file}, line {line}: {sentence}")
            words = words.format(file=fault.file, line=fault.line, sentence=fault.sentence)
            self.add(label(words, wrap=True, tone="danger"))
        self.body.addSpacing(theme.px("space_8"))
        own = _own_words(desk)
        self.add(label(_("Here in the clinic"), "h3"))
        without = _("An administrator can add the clinic's own words in Settings.")
        self.add(label(own or without, "" if own else "muted", wrap=True))
        self.body.addStretch(1)


class CrisisNumbers(QDialog):
    """The numbers alone, over a locked window: who sits there need not be signed in to call. Deletes itself."""

    def __init__(self, over: QWidget, desk: Desk, why: str = "") -> None:
        """``why`` says above the numbers what is to be done; nobody's name."""
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Crisis card"))
        self.setAccessibleName(_("Crisis card"))
        close = button(_("&Close"))
        close.clicked.connect(self.accept)
        close.setFocus()
        bar = QHBoxLayout()
        bar.addWidget(label(_("Unlock and press F8 to send for a clinician."), "muted", wrap=True), 1)
        bar.addWidget(close)
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        if why:
            strip = MessageStrip()
            column.addWidget(strip)
            strip.show_message("danger", why)
        column.addWidget(ScrollArea(NumbersCard(desk), see_through=True), 1)
        column.addLayout(bar)
        self.resize(min(theme.px("base") * 40, over.width() - 32), min(theme.px("base") * 32, over.height() - 32))


def _own_words(desk: Desk) -> str:
    try:
        return practice.get(desk).crisis_words
    except ClinicDeskError:
        # The numbers are there whatever has become of the file.
        return ""
