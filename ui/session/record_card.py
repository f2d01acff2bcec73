"""What else was recorded in a session, and the buttons that add to it: drugs, adverse events, discharge, signature."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import Session, SessionEvent
from clinicdesk.rules.discharge import LEAVING_WORDS, Leaving
from clinicdesk.rules.timeline import EventKind, Phase
from ui import theme
from ui.session.panel import big
from ui.session.record_lines import RecordLines
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.words import label

_TREATED = frozenset({Phase.RUNNING, Phase.PAUSED})


class RecordCard(Card):
    """The list and the buttons.

    Signals:
        asked(str): ``drug``, ``adverse``, ``withdraw``, ``discharge``, ``sign``, ``addendum``, or the correction of
            a line.
    """

    asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Recorded"))
        self._desk = desk
        self._lines = RecordLines(desk)
        self._words = label("", wrap=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._problems = label("", wrap=True, tone="warn")
        self._drug = big(button(_("&Drug given"), icon="syringe"))
        self._adverse = big(button(_("&Adverse event"), kind="danger", icon="triangle-alert"))
        # The key is the program's own, everywhere; here it is only told.
        self._withdraw = big(button(_("Patient wit&hdraws consent…") + "  F7", icon="circle-x"))
        self._withdraw.setAccessibleName(_("Patient withdraws consent…"))
        self._discharge = big(button(_("Discha&rge"), icon="clipboard-check"))
        self._sign = big(button(_("Si&gn session"), icon="signature"))
        self._addendum = big(button(_("Add &addendum"), icon="pen-line"))
        self._late = big(button(_("&Late event"), icon="phone"))
        self._names: dict[QPushButton, str] = {
            self._drug: "drug",
            self._adverse: "adverse",
            self._withdraw: "withdraw",
            self._discharge: "discharge",
            self._sign: "sign",
            self._addendum: "addendum",
            self._late: "late",
        }
        self.add(self._lines)
        self.add(self._words)
        self.add(self._problems)
        grid = QGridLayout()
        grid.setSpacing(theme.px("space_8"))
        grid.addWidget(self._drug, 0, 0)
        grid.addWidget(self._adverse, 0, 1)
        grid.addWidget(self._withdraw, 1, 0, 1, 2)
        grid.addWidget(self._discharge, 2, 0)
        grid.addWidget(self._sign, 2, 1)
        grid.addWidget(self._addendum, 3, 0)
        grid.addWidget(self._late, 3, 1)
        self.add(grid)
        self._lines.correction_asked.connect(self.asked)
        for pressed in self._names:
            pressed.clicked.connect(self._on_pressed)

    def show_session(self, session: Session) -> None:
        """Show the lines, and the buttons that make sense now."""
        noted = self._lines.show_session(session)
        lines: list[str] = []
        left = session.last_event(EventKind.DISCHARGED)
        if left is not None:
            lines.append(self._left_words(session, left))
        closed = session.last_event(EventKind.NOT_TREATED)
        if closed is not None:
            lines.append(_("Not treated: {reason}").format(reason=closed.detail["reason"]))
        for signature in session.signatures:
            when = formats.format_date_time(self._desk.local(signature.signed_at))
            lines.append(_("Signed by {name}, {time}").format(name=signature.signer_name, time=when))
        if sessions.awaits_cosignature(session):
            lines.append(_("Waits for a prescriber's signature."))
        for added in session.addenda:
            when = formats.format_date_time(self._desk.local(added.written_at))
            lines.append(
                _("Addendum by {name}, {time}: {body}").format(name=added.author_name, time=when, body=added.body)
            )
        if not lines and not noted:
            lines.append(_("No drug line and no event yet."))
        self._words.setText("\n".join(lines))
        self._words.setVisible(bool(lines))
        problems = [problem for drug in session.drugs if (problem := sessions.unbalanced(drug))]
        differs = sessions.differs_from_pump(session, sessions.now_of(self._desk))
        problems += [differs] if differs else []
        self._problems.setText("\n".join(problems))
        self._problems.setVisible(bool(problems) and not session.is_signed)
        self._show_buttons(session)

    def _left_words(self, session: Session, event: SessionEvent) -> str:
        time = formats.format_time(self._desk.local(event.at))
        left = sessions.how_left(session)
        if left is None or left.leaving is Leaving.DISCHARGED:
            score = event.detail.get("score") or {}
            points = _(", {total} points").format(total=score["total"]) if score.get("total") is not None else ""
            return _("Left at {time}").format(time=time) + points
        return _("{how} at {time}: {reason}").format(how=LEAVING_WORDS[left.leaving], time=time, reason=left.reason)

    def _show_buttons(self, session: Session) -> None:
        open_ = not session.is_signed
        treated = session.started is not None
        over = session.phase in (Phase.RECOVERY, Phase.DISCHARGED)
        self._drug.setVisible(open_ and session.phase is not Phase.NOT_TREATED)
        self._adverse.setVisible(open_ and treated)
        self._withdraw.setVisible(session.phase in _TREATED and self._desk.may("consent.withdraw"))
        self._discharge.setVisible(open_ and over)
        cosigns = sessions.awaits_cosignature(session) and self._desk.may("session.order")
        self._sign.setVisible(cosigns or (open_ and (over or session.phase is Phase.NOT_TREATED)))
        self._sign.setText(_("Co-si&gn session") if cosigns else _("Si&gn session"))
        self._late.setVisible(session.is_signed and self._desk.may("session.late_event"))
        self._addendum.setVisible(session.is_signed)

    def _on_pressed(self) -> None:
        pressed = self.sender()
        assert isinstance(pressed, QPushButton)
        self.asked.emit(self._names[pressed])
