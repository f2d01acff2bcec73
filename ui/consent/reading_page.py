"""What the patient reads and signs on: the text in large type, with the pads where it asks for them."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.records.wordings import Wording
from clinicdesk.records.wordings.blocks import Block
from ui import theme
from ui.consent.pad_field import INITIALS_SIZE, SIGNATURE_SIZE, PadField
from ui.consent.wording_view import WordingView
from ui.widgets.text_field import TextField
from ui.widgets.words import label

_WIDEST = 860  # longer lines are hard to read
TYPE_SIZES = (90, 100, 120, 145)


class ReadingPage(QScrollArea):
    """Scrolls through the text to the signature at its end.

    Attributes:
        initials: The pads by section, in the order of the text.
        signer_name: The name of the person who signs.
        signature: The pad of the signature.
    """

    def __init__(self, wording: Wording, values: Mapping[str, str], signer_name: str) -> None:
        super().__init__()
        self.initials: dict[str, PadField] = {}
        self._views: list[WordingView] = []
        self._size = 1
        self._held_at: float | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Consent to read"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._build(wording, values, signer_name)

    def _build(self, wording: Wording, values: Mapping[str, str], signer_name: str) -> None:
        sheet = QFrame()
        sheet.setProperty("role", "card")
        sheet.setMaximumWidth(_WIDEST)
        edge = theme.px("space_24")
        self._column = QVBoxLayout(sheet)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(theme.px("space_8"))
        self._column.addWidget(label(wording.title, "h1", wrap=True))
        self._column.addSpacing(theme.px("space_8"))
        self._add_text(wording, values)
        self._add_signature(signer_name)
        inside = QWidget()
        inside.setProperty("role", "page_body")
        row = QHBoxLayout(inside)
        row.setContentsMargins(theme.px("space_16"), theme.px("space_12"), theme.px("space_16"), theme.px("space_16"))
        row.addStretch(1)
        row.addWidget(sheet, 100)
        row.addStretch(1)
        self.setWidget(inside)

    def _add_text(self, wording: Wording, values: Mapping[str, str]) -> None:
        count = sum(block.kind == "initials" for block in wording.blocks)
        stretch: list[Block] = []
        for block in wording.blocks:
            if block.kind != "initials":
                stretch.append(block)
                continue
            self._add_view(stretch, values)
            stretch = []
            number = len(self.initials) + 1
            words = _("I have read this and understood it. My initials ({number} of {count}):")
            pad = PadField(
                words.format(number=number, count=count), _("Initials {number}").format(number=number), INITIALS_SIZE
            )
            self.initials[block.section] = pad
            self._column.addWidget(pad)
        self._add_view(stretch, values)

    def _add_view(self, blocks: Sequence[Block], values: Mapping[str, str]) -> None:
        if blocks:
            view = WordingView(blocks, values)
            self._views.append(view)
            self._column.addWidget(view)

    def _add_signature(self, signer_name: str) -> None:
        self.signer_name = TextField(_("&Name of the person who signs"), required=True)
        self.signer_name.set_text(signer_name)
        self.signer_name.setMaximumWidth(SIGNATURE_SIZE[0])
        self.signature = PadField(_("My signature:"), _("Signature"), SIGNATURE_SIZE)
        self._column.addWidget(self.signer_name)
        self._column.addWidget(self.signature)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the page: on a touch screen the text is moved with a finger, as paper is."""
        self._held_at = event.globalPosition().y() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the page with the finger or the mouse."""
        if self._held_at is not None:
            now = event.globalPosition().y()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - round(now - self._held_at))
            self._held_at = now

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the page."""
        self._held_at = None
        super().mouseReleaseEvent(event)

    def larger(self) -> None:
        """Show larger type."""
        self._set_size(self._size + 1)

    def smaller(self) -> None:
        """Show smaller type."""
        self._set_size(self._size - 1)

    def _set_size(self, size: int) -> None:
        self._size = max(0, min(size, len(TYPE_SIZES) - 1))
        for view in self._views:
            view.set_percent(TYPE_SIZES[self._size])

    def anything_drawn(self) -> bool:
        """Tell whether initials or a signature would be lost."""
        return any(not pad.is_empty() for pad in (*self.initials.values(), self.signature))

    def missing(self) -> list[tuple[QWidget, str]]:
        """Return what is still missing, in the order of the text: the field, and what is to be done there."""
        found: list[tuple[QWidget, str]] = [
            (pad, _("Please put your initials here.")) for pad in self.initials.values() if pad.is_empty()
        ]
        if not self.signer_name.text():
            found.append((self.signer_name, _("Please type your name.")))
        if self.signature.is_empty():
            found.append((self.signature, _("Please sign here.")))
        return found

    def show_place(self, field: QWidget) -> None:
        """Scroll to a field and give it the focus."""
        self.ensureWidgetVisible(field, 0, theme.px("space_24"))
        field.setFocus(Qt.FocusReason.OtherFocusReason)
