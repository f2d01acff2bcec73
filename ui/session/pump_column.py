"""The left column of the session page: what is due, the timer, and below them the cards or the form that is open."""

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.records.sessions import Session
from clinicdesk.rules.dose_rules import TreatmentKind
from clinicdesk.rules.timeline import Moment, Phase
from ui import theme
from ui.session.asking_strip import AskingStrip
from ui.session.before_start import BeforeStart
from ui.session.device_card import DeviceCard
from ui.session.due_strip import DueStrip
from ui.session.form_card import FormCard
from ui.session.nurse_panel import NurseLine
from ui.session.order_card import OrderCard
from ui.session.orders_card import OrdersCard
from ui.session.panel import Panel
from ui.session.record_card import RecordCard
from ui.session.running_card import RunningCard
from ui.widgets.scroll_area import ScrollArea

_LOW = 34
"""A column of fewer lines is low: timer and buttons of the pump would be squeezed, and scroll. Our own choice."""

BEFORE = frozenset({Phase.PLANNED, Phase.ARRIVED, Phase.CHECKING, Phase.READY})


class PumpColumn(QWidget):
    """Timer and what is due stay in place; what is below them scrolls. In a low window the timer scrolls as well.

    Signals:
        vitals_asked: The person wants to enter what is due.
        asked(str): A step before the start, something of the pump, or a form by its key.
        panel_recorded: The open form was recorded.
        panel_cancelled: The open form was left.
    """

    vitals_asked = Signal()
    asked = Signal(str)
    panel_recorded = Signal()
    panel_cancelled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._panel: Panel | None = None
        self._session_id = ""
        self._due = DueStrip(desk)
        self._asking = AskingStrip(desk)
        self._running = RunningCard(desk)
        self._devices = DeviceCard(desk)
        self._form = FormCard(desk)
        self._has_form = False
        self._before = BeforeStart(desk)
        self._record = RecordCard(desk)
        self._order = OrderCard(desk)
        self._orders = OrdersCard(desk)
        self._nurse = NurseLine(desk)
        self._has_nurse = False
        self._build()
        self._due.action_taken.connect(self.vitals_asked)
        for part in (self._asking, self._running, self._devices, self._form, self._record, self._orders, self._nurse):
            part.asked.connect(self.asked)
        self._before.step_chosen.connect(self.asked)
        self._order.change_asked.connect(self._on_new_order)

    def _build(self) -> None:
        content = QWidget()
        content.setProperty("role", "page_body")
        self._cards = QVBoxLayout(content)
        self._cards.setContentsMargins(0, 0, theme.px("space_8"), 0)
        self._cards.setSpacing(theme.px("space_8"))
        for part in (self._before, self._record, self._nurse, self._form, self._orders, self._order):
            self._cards.addWidget(part)
        self._cards.addStretch(1)
        self._scroll = ScrollArea(content)
        self.setFixedWidth(theme.px("base") * 29)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._due)
        column.addWidget(self._asking)
        column.addWidget(self._running)
        column.addWidget(self._devices)
        column.addWidget(self._scroll, 1)

    def changeEvent(self, event: QEvent) -> None:
        """Take the room of another text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedWidth(theme.px("base") * 29)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let timer and buttons scroll where there is no room for all of them; no figure is ever cut."""
        super().resizeEvent(event)
        low = self.height() < theme.px("base") * _LOW
        if low != (self._cards.indexOf(self._running) >= 0):
            first = 0 if low else self._column.indexOf(self._asking) + 1
            for place, card in enumerate((self._running, self._devices)):
                (self._cards if low else self._column).insertWidget(first + place, card)

    def show_session(self, session: Session, now: Moment) -> None:
        """Show the session as it stands; another one from its top."""
        if session.id != self._session_id:
            self._session_id = session.id
            self._scroll.verticalScrollBar().setValue(0)
        self._order.show_session(session)
        self._record.show_session(session)
        self._has_form = self._form.show_session(session)
        self._orders.show_session(session)
        self._has_nurse = self._nurse.show_session(session)
        if session.phase in BEFORE:
            self._before.show_session(session)
        self.show_time(session, now)
        self._show_parts(session)

    def show_time(self, session: Session, now: Moment) -> None:
        """Show the figures that move with time."""
        card = self._devices if session.protocol.kind is TreatmentKind.DEVICES else self._running
        card.show_session(session, now)
        self._due.show_session(session, now)
        self._asking.show_session(session, now)

    def focus_next_step(self) -> None:
        """Put the focus on the next step before the start."""
        self._before.focus_next()
        # The lines above may have grown, and are laid out a moment later.
        QTimer.singleShot(0, self, self._bring_step_up)

    # Forms --------------------------------------------------------------------------------------------------------

    def open_panel(self, panel: Panel, session: Session) -> None:
        """Open a form in the place of the cards; one that is open already goes."""
        self.close_panel()
        self._panel = panel
        panel.recorded.connect(self.panel_recorded)
        panel.cancelled.connect(self.panel_cancelled)
        self._cards.insertWidget(self._cards.indexOf(self._before), panel)
        # Before the cards go: a hidden button hands the focus on, and what it passes through scrolls.
        panel.show()
        panel.focus_first()
        self._show_parts(session)
        QTimer.singleShot(0, self, self._bring_panel_up)

    def close_panel(self) -> None:
        """Take the open form away."""
        if self._panel is not None:
            self._cards.removeWidget(self._panel)
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None
            self._scroll.verticalScrollBar().setValue(0)

    def has_panel(self) -> bool:
        """Whether a form is open."""
        return self._panel is not None

    def keep_draft(self) -> None:
        """Keep the long texts of the open form."""
        if self._panel is not None:
            self._panel.keep_draft()

    def _show_parts(self, session: Session) -> None:
        before, panel = session.phase in BEFORE, self._panel is not None
        self._before.setVisible(before and not panel)
        devices, started = session.protocol.kind is TreatmentKind.DEVICES, session.started is not None
        self._running.setVisible(started and not devices)
        self._devices.setVisible(started and devices)
        self._form.setVisible(self._has_form and not panel)
        self._order.setVisible(session.order is not None and not panel and not before)
        self._record.setVisible(not panel and not before)
        self._orders.setVisible(not panel and not before and not self._orders.is_empty())
        self._nurse.setVisible(self._has_nurse and not panel)

    def _bring_step_up(self) -> None:
        step = self.focusWidget()
        if step is not None and self._before.isAncestorOf(step):
            self._scroll.ensureWidgetVisible(step)

    def _bring_panel_up(self) -> None:
        if self._panel is not None:
            self._scroll.ensureWidgetVisible(self._panel.confirm_button)
            self._scroll.ensureWidgetVisible(self._panel.first())

    def _on_new_order(self) -> None:
        self.asked.emit("order")
