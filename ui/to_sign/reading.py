"""The thing itself, to be read before it is signed: what was not as planned on top, then everything recorded."""

from typing import Protocol

from PySide6.QtCore import QSize, Qt, SignalInstance
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.figures.vitals import vitals_figure
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import Session
from clinicdesk.records.to_sign import ToSign
from ui import theme
from ui.to_sign.content import Content, Section
from ui.widgets.card import Card
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.trend_chart import TrendChart
from ui.widgets.words import label

_CHART_LINES = 13
_LEAST_LINES = 8
_LONG = 20_000
"""A longer text goes into a box of its own, which lays out only what is in view; labels lay out all of it."""


class DocumentShown(Protocol):
    """What shows a document: the place of documents makes it, for this place knows nothing of that one."""

    @property
    def shown(self) -> SignalInstance:
        """Sent with its id when a document can be read."""

    @property
    def failed(self) -> SignalInstance:
        """Sent with a sentence when it cannot."""

    def widget(self) -> QWidget:
        """Return what stands in the page."""

    def show_document(self, document_id: str) -> None:
        """Show a document in a moment."""

    def clear(self) -> None:
        """Let go of it."""


class Reading(QStackedWidget):
    """Scrolls with its own keys, and when the PIN field says so.

    Attributes:
        document_seen: The document that could be read since it was chosen.
    """

    def __init__(self, desk: Desk, document_view: DocumentShown) -> None:
        super().__init__()
        self._desk = desk
        self._documents = document_view
        self.document_seen = ""
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, theme.px("space_8"), 0)
        self._column.setSpacing(theme.px("space_4"))
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = ScrollArea(self._inside, see_through=True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(_("What is to be signed"))
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(_("What is to be signed"))
        self.addWidget(self._scroll)
        self.addWidget(self._text)
        self.addWidget(self._documents.widget())
        # A low window scrolls what is read, never the PIN out of view.
        self.setMinimumHeight(theme.px("base") * _LEAST_LINES)

    def sizeHint(self) -> QSize:
        """Ask for little: it takes the room there is, and the page around it need not scroll."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def hasHeightForWidth(self) -> bool:
        """Its height does not follow from its width: what is read scrolls."""
        return False

    def show_content(self, item: ToSign, content: Content) -> None:
        """Show a thing from its beginning."""
        self._empty()
        self._text.setPlainText("")
        if item.kind == "document":
            self.document_seen = ""
            self.setCurrentWidget(self._documents.widget())
            self._documents.show_document(item.id)
            return
        if sum(len(line) for section in content.sections for line in section.lines) > _LONG:
            self._text.setPlainText(_as_text(content.sections))
            self.setCurrentWidget(self._text)
            return
        if item.deviations:
            self._column.addWidget(_deviations(item.deviations))
        if content.session is not None:
            self._show_trend(content.session)
        for section in content.sections:
            self._show_section(section)
        self._scroll.verticalScrollBar().setValue(0)
        self.setCurrentWidget(self._scroll)

    def forget(self) -> None:
        """Let go of a document."""
        self.document_seen = ""
        self._documents.clear()

    def scroll_pages(self, pages: int) -> None:
        """Turn pages, down or up (negative), while the keys are somewhere else."""
        bar = (self._text if self.currentWidget() is self._text else self._scroll).verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def _show_section(self, section: Section) -> None:
        if section.title:
            self._column.addSpacing(theme.px("space_8"))
            self._column.addWidget(label(section.title, "h3", wrap=True))
        for line in section.lines:
            if line:
                words = label(line, wrap=True)
                words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._column.addWidget(words)

    def _show_trend(self, session: Session) -> None:
        if not session.observations or session.started is None:
            return
        chart = TrendChart(_("Vital signs"))
        chart.show_figure(
            vitals_figure(
                session.readings,
                session.timeline,
                planned_minutes=sessions.watched_minutes(session),
                now=sessions.now_of(self._desk),
                limits=session.protocol.limits,
                given=sessions.given_words(session),
            )
        )
        chart.setFixedHeight(theme.px("base") * _CHART_LINES)
        self._column.addWidget(chart)

    def _empty(self) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()


def _deviations(sentences: tuple[str, ...]) -> Card:
    card = Card(_("Not as planned, and why"))
    for sentence in sentences:
        card.add(label(f"•  {sentence}", wrap=True, tone="warn"))
    return card


def _as_text(sections: tuple[Section, ...]) -> str:
    return "\n\n".join("\n".join(part for part in (one.title, *one.lines) if part) for one in sections)
