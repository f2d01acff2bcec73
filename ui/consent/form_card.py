"""One form of a scanned stack: whose it is, its sheets, what is wrong with them, and the button that files it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from clinicdesk.formats import format_date, format_name
from clinicdesk.language import _
from clinicdesk.records.consents.matching import MatchedForm
from clinicdesk.rules.form_sheets import ScannedSheet
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip, ChipText
from ui.widgets.flow import FlowLayout
from ui.widgets.words import label


class FormCard(Card):
    """A card in the list of forms.

    Signals:
        file_asked(object): The person files the form; carries this card.
        sheet_asked(int): The person wants to see a sheet, by its number.
        sheet_put_out(object, object): A sheet does not belong to this form; carries this card and the sheet.
    """

    file_asked = Signal(object)
    sheet_asked = Signal(int)
    sheet_put_out = Signal(object, object)

    def __init__(self, form: MatchedForm) -> None:
        super().__init__(_("Form {number:06d}").format(number=form.form_number))
        self.form = form
        self.filed = False
        self._chip = Chip()
        self._file: QPushButton | None = None
        self._words = ""
        self._outs: list[QPushButton] = []
        self.add_action(self._chip)
        self._build()

    def _build(self) -> None:
        form = self.form
        self._chip.show_chip(_chip(form))
        if form.consent is not None and form.patient is not None:
            self.add(label(_whose(form), "strong", wrap=True))
            self.add(label(form.consent.title, "muted", wrap=True))
        self.add(self._sheets())
        for sentence in (form.refusal, *form.remarks):
            if sentence:
                self.add(label(sentence, wrap=True, tone="danger" if sentence == form.refusal else "warn"))
        if form.refusal or form.consent is None or form.patient is None:
            return
        if form.wants_signing:
            self.add(label(_("Not recorded as signed yet: the next step asks who signed."), "muted", wrap=True))
        name = format_name(form.patient.family_name, form.patient.given_name)
        words = _("File with form {number:06d} of {name}").format(number=form.form_number, name=name)
        self._words = words + ("…" if form.wants_signing else "")
        self._file = button(self._words.replace("&", "&&"), icon="file-check")
        self._file.setAccessibleName(self._words)
        self._file.setMinimumWidth(1)
        self._file.clicked.connect(self._on_file)
        self.add(self._file)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut a long name, and not the card."""
        super().resizeEvent(event)
        if self._file is not None:
            room = self._file.width() - self._file.iconSize().width() - theme.px("space_24") * 2
            cut = self._file.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
            self._file.setText(cut.replace("&", "&&"))
            self._file.setToolTip(self._words if cut != self._words else "")

    def _sheets(self) -> QWidget:
        place = QWidget()
        flow = FlowLayout(theme.px("space_4"), theme.px("space_4"), place)
        for sheet in self.form.sheets:
            shown = SheetButton(sheet)
            shown.asked.connect(self.sheet_asked)
            flow.addWidget(shown)
            if sheet.number in self.form.found.unread:
                out = button(_("Take sheet {number} out").format(number=sheet.number), kind="quiet")
                out.clicked.connect(self._on_out)
                out.setProperty("sheet", sheet.number)
                self._outs.append(out)
                flow.addWidget(out)
        return place

    def set_busy(self, busy: bool) -> None:
        """While something is filed nothing else can be begun."""
        for one in (self._file, *self._outs):
            if one is not None:
                one.setEnabled(not busy)

    def show_filed(self) -> None:
        """Show that it is filed."""
        self.filed = True
        self._chip.show_chip(ChipText(_("Filed"), "ok"))
        for one in (self._file, *self._outs):
            if one is not None:
                one.hide()

    def focus_step(self) -> None:
        """Go to the button that files it."""
        if self._file is not None:
            self._file.setFocus()

    def _on_file(self) -> None:
        self.file_asked.emit(self)

    def _on_out(self) -> None:
        number = self.sender().property("sheet")
        self.sheet_put_out.emit(self, next(sheet for sheet in self.form.sheets if sheet.number == number))


class SheetButton(QPushButton):
    """A sheet as it was found.

    Signals:
        asked(int): The person wants to see it; carries its number.
    """

    asked = Signal(int)

    def __init__(self, sheet: ScannedSheet) -> None:
        super().__init__(sheet_words(sheet))
        self._number = sheet.number
        self.setAutoDefault(False)
        self.setProperty("kind", "quiet")
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.asked.emit(self._number)


def sheet_words(sheet: ScannedSheet) -> str:
    """Return what was found on a sheet: ``Sheet 3: page 2 of 3``."""
    if sheet.mark is not None:
        words = _("Sheet {number}: page {page} of {pages}")
        return words.format(number=sheet.number, page=sheet.mark.page, pages=sheet.mark.pages)
    words = _("Sheet {number}: blank") if sheet.blank else _("Sheet {number}: no code")
    return words.format(number=sheet.number)


def _whose(form: MatchedForm) -> str:
    if form.patient is None:
        return ""
    born = format_date(form.patient.birth_date) if form.patient.birth_date else _("not known")
    name = format_name(form.patient.family_name, form.patient.given_name)
    return _("{name}, born {day}").format(name=name, day=born)


def _chip(form: MatchedForm) -> ChipText:
    if form.refusal:
        return ChipText(_("Cannot be filed"), "danger")
    return ChipText(_("Look first"), "warn") if form.remarks else ChipText(_("Matches"), "ok")
