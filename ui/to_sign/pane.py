"""One thing to sign: read, then signed with a PIN; or opened where it can be changed, or handed on."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError, SignInRefused
from clinicdesk.language import _
from clinicdesk.records import note_signing, to_sign
from clinicdesk.records.notes import Note
from clinicdesk.records.to_sign import ToSign
from ui import theme
from ui.to_sign.content import Content, content_of
from ui.to_sign.item_table import chips
from ui.to_sign.reading import DocumentShown, Reading
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import Field
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label

_OPEN = {
    "note": _("&Open the note"),
    "cosign_note": _("&Open the note"),
    "session": _("&Open the session"),
    "cosign": _("&Open the session"),
    "verbal": _("&Open the chart"),
    "document": _("&Open the document"),
    "begun": _("&Open the text"),
    "begun_addendum": _("&Open the text"),
}
_NOBODY = ""


class ItemPane(Card):
    """Shows one thing of the list and signs it. PIN and Enter sign; Up and Down go through the list meanwhile.

    Signals:
        signed(object): This ``ToSign`` is signed.
        open_asked, hand_on_asked: The person wants to open it where it stands, or give it to somebody else.
        stepped(int): One row down or up, from the PIN field.
        gone: It does not wait any more.
    """

    signed = Signal(object)
    open_asked = Signal()
    hand_on_asked = Signal()
    stepped = Signal(int)
    gone = Signal()

    def __init__(self, desk: Desk, document_view: DocumentShown) -> None:
        super().__init__()
        self.setAccessibleName(_("What is to be signed"))
        self._desk = desk
        self._documents = document_view
        self._lacks_nothing = False
        self._item: ToSign | None = None
        self._content: Content | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self._who = label(role="h2", wrap=True)
        self._born = label(role="muted", wrap=True)
        self._what = label(role="strong", wrap=True)
        self._chips = [Chip(), Chip()]
        self._about = label(role="muted", wrap=True)
        self._strip = MessageStrip()
        self._missing = MessageStrip()
        self._reading = Reading(self._desk, self._documents)
        self._cosigner = ChoiceField(_("Second si&gnature by"), [])
        self._open = button("", kind="quiet", icon="external-link")
        self._hand_on = button(_("&Hand on…"), kind="quiet", icon="arrow-right")
        self._pin = TextField(_("&PIN or password"), secret=True)
        self._sign = button("", kind="primary", icon="signature")
        # In the frame of a field it stands in line with the two beside it.
        self._signing = Field("", self._sign)
        head = QHBoxLayout()
        head.setSpacing(theme.px("space_8"))
        head.addWidget(self._what, 1)
        for chip in self._chips:
            head.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._open)
        head.addWidget(self._hand_on)
        self.add(self._who)
        self.add(self._born)
        self.add(head)
        for part in (self._about, self._strip, self._missing):
            self.add(part)
        self.add(self._reading, 1)
        self.add(self._build_below())

    def _build_below(self) -> QHBoxLayout:
        below = QHBoxLayout()
        below.setSpacing(theme.px("space_12"))
        below.addWidget(self._pin, 1)
        below.addWidget(self._cosigner, 1)
        below.addWidget(self._signing, 0)
        self._signing.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        return below

    def _connect(self) -> None:
        self._open.clicked.connect(self.open_asked)
        self._hand_on.clicked.connect(self.hand_on_asked)
        self._sign.clicked.connect(self._on_sign)
        self._pin.line.returnPressed.connect(self._on_sign)
        self._pin.line.installEventFilter(self)
        self._cosigner.edited.connect(self._on_cosigner_chosen)
        self._documents.shown.connect(self._on_document_shown)
        self._documents.failed.connect(self._on_document_failed)

    # In -----------------------------------------------------------------------------------------------------------

    def show_item(self, item: ToSign) -> None:
        """Show a thing whole; what was typed of the PIN goes."""
        try:
            content = content_of(self._desk, item)
            missing = to_sign.missing(self._desk, item)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        same = self._item is not None and self._item.key == item.key and self._content == content
        self._item, self._content = item, content
        if not same:
            self._strip.clear()
            self._pin.set_text("")
            self._reading.show_content(item, content)
        self._show_head(item, content)
        self._show_missing(missing)
        self._lacks_nothing = not missing
        self._show_signing(item, content.note)

    def focus_pin(self) -> None:
        """Go on where the person signs, or opens what lacks something."""
        (self._pin if self._pin.isVisible() else self._open).setFocus()

    def forget_pin(self) -> None:
        """Forget what was typed of the PIN; what is read stays."""
        self._pin.set_text("")

    def forget(self) -> None:
        """Let go of what was shown and typed."""
        self._item = self._content = None
        self._pin.set_text("")
        self._reading.forget()

    def _show_head(self, item: ToSign, content: Content) -> None:
        self._who.setText(item.patient_name)
        self._born.setText(content.born)
        self._what.setText(item.what)
        self._about.setText(content.about)
        told = chips(item)
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(told))
            if place < len(told):
                chip.show_chip(told[place])

    def _show_missing(self, missing: tuple[str, ...]) -> None:
        if missing:
            self._missing.show_message("warn", "\n".join((_("Before it can be signed:"), *missing)))
        else:
            self._missing.clear()

    def _show_signing(self, item: ToSign, note: Note | None) -> None:
        self._open.setText(_OPEN[item.kind])
        self._hand_on.setVisible(item.kind in to_sign.HANDED_ON)
        self._show_cosigner(item, note)
        # Nobody marks as read what could not be seen.
        may_sign = self._lacks_nothing and (item.kind != "document" or self._reading.document_seen == item.id)
        for part in (self._pin, self._signing):
            part.setVisible(may_sign)
        reviews = item.kind == "document"
        cosigns = item.kind in ("cosign", "cosign_note")
        self._sign.setText(_("Mark as re&viewed") if reviews else _("Co-&sign") if cosigns else _("&Sign"))
        self._sign.setAccessibleName(self._sign.text().replace("&", ""))
        self._pin.set_hint(_("You sign as {name}.").format(name=self._desk.person.name))

    def _show_cosigner(self, item: ToSign, note: Note | None) -> None:
        shown = item.kind == "note" and note is not None
        self._cosigner.setVisible(shown)
        if note is None or not shown:
            return
        able = note_signing.cosigners(self._desk)
        self._cosigner.set_choices([(_NOBODY, _("nobody")), *((member.id, member.name) for member in able)])
        self._cosigner.set_value(note.cosigner.id if note.cosigner else _NOBODY)

    # Slots --------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys of the PIN field go through the list, and turn the pages of what is read."""
        if watched is self._pin.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _STEPS:
                self.stepped.emit(_STEPS[key])
                return True
            if key in _PAGES:
                self._reading.scroll_pages(_PAGES[key])
                return True
        return super().eventFilter(watched, event)

    def _on_document_shown(self, document_id: str) -> None:
        self._reading.document_seen = document_id
        if self._item is not None and self._item.id == document_id and self._content is not None:
            goes_on = self._open.hasFocus()
            self._show_signing(self._item, None)
            if goes_on:
                self.focus_pin()

    def _on_document_failed(self, sentence: str) -> None:
        self._strip.show_message("danger", sentence)

    def _on_cosigner_chosen(self) -> None:
        if self._content is None or self._content.note is None:
            return
        chosen = str(self._cosigner.value() or "") or None
        try:
            note_signing.ask(self._desk, self._content.note, chosen)
        except ClinicDeskError as problem:
            self._cosigner.set_error(str(problem))

    def _on_sign(self) -> None:
        if self._item is None or self._content is None or not self._sign.isVisible():
            return
        item, pin = self._item, self._pin.line.text()
        self._pin.set_text("")
        try:
            to_sign.sign(self._desk, item, pin=pin, based_on=self._content.version)
        except (BadValue, SignInRefused) as problem:
            if isinstance(problem, SignInRefused) or problem.field == "pin":
                self._pin.set_error(str(problem))
                self._pin.setFocus()
            else:
                self._strip.show_message("danger", str(problem))
            return
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self.signed.emit(item)


_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
