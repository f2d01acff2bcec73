"""What else was recorded in a session, and the buttons that add to it: drugs, adverse events, discharge, signature."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import AdverseEvent, DrugGiven, Session
from clinicdesk.rules.adverse import WORDS, Severity, kind_words
from clinicdesk.rules.timeline import EventKind, Phase
from ui import theme
from ui.session.panel import big
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.words import label


def drug_words(drug: DrugGiven) -> str:
    """Return a line of drug in words."""
    parts = [drug.product]
    for name, amount in (
        (_("drawn {amount}"), drug.drawn_micrograms),
        (_("given {amount}"), drug.given_micrograms),
        (_("wasted {amount}"), drug.wasted_micrograms),
    ):
        if amount is not None:
            parts.append(name.format(amount=formats.format_dose(amount)))
    if drug.lot:
        parts.append(_("lot {lot}").format(lot=drug.lot))
    if drug.witness_name:
        parts.append(_("witness {name}").format(name=drug.witness_name))
    return ", ".join(parts)


class RecordCard(Card):
    """The list and the buttons.

    Signals:
        asked(str): ``drug``, ``correct_drug``, ``adverse``, ``discharge``, ``sign`` or ``addendum``.
    """

    asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Recorded"))
        self._desk = desk
        self._words = label("", wrap=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._problems = label("", wrap=True, tone="warn")
        self._drug = big(button(_("&Drug given"), icon="syringe"))
        self._correct_drug = button(_("Correct drug line"), kind="quiet")
        self._adverse = big(button(_("&Adverse event"), kind="danger", icon="triangle-alert"))
        self._discharge = big(button(_("Discha&rge"), icon="clipboard-check"))
        self._sign = big(button(_("Si&gn session"), icon="signature"))
        self._addendum = big(button(_("Add &addendum"), icon="pen-line"))
        self._names: dict[QPushButton, str] = {
            self._drug: "drug",
            self._correct_drug: "correct_drug",
            self._adverse: "adverse",
            self._discharge: "discharge",
            self._sign: "sign",
            self._addendum: "addendum",
        }
        self.add(self._words)
        self.add(self._problems)
        grid = QGridLayout()
        grid.setSpacing(theme.px("space_8"))
        grid.addWidget(self._drug, 0, 0)
        grid.addWidget(self._adverse, 0, 1)
        grid.addWidget(self._discharge, 1, 0)
        grid.addWidget(self._sign, 1, 1)
        grid.addWidget(self._addendum, 2, 0, 1, 2)
        grid.addWidget(self._correct_drug, 3, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self.add(grid)
        for pressed in self._names:
            pressed.clicked.connect(self._on_pressed)

    def show_session(self, session: Session) -> None:
        """Show the lines, and the buttons that make sense now."""
        lines = [_("Drug: {words}").format(words=drug_words(drug)) for drug in session.drugs]
        lines += [self._event_words(event) for event in session.adverse_events]
        left = session.last_event(EventKind.DISCHARGED)
        if left is not None:
            lines.append(_("Left at {time}").format(time=formats.format_time(self._desk.local(left.at))))
        closed = session.last_event(EventKind.NOT_TREATED)
        if closed is not None:
            lines.append(_("Not treated: {reason}").format(reason=closed.detail["reason"]))
        for signature in session.signatures:
            when = formats.format_date_time(self._desk.local(signature.signed_at))
            lines.append(_("Signed by {name}, {time}").format(name=signature.signer_name, time=when))
        for added in session.addenda:
            when = formats.format_date_time(self._desk.local(added.written_at))
            lines.append(
                _("Addendum by {name}, {time}: {body}").format(name=added.author_name, time=when, body=added.body)
            )
        self._words.setText("\n".join(lines) or _("No drug line and no event yet."))
        problems = [problem for drug in session.drugs if (problem := sessions.unbalanced(drug))]
        differs = sessions.differs_from_pump(session, sessions.now_of(self._desk))
        problems += [differs] if differs else []
        self._problems.setText("\n".join(problems))
        self._problems.setVisible(bool(problems) and not session.is_signed)
        self._show_buttons(session)

    def _event_words(self, event: AdverseEvent) -> str:
        return _("{time} {what}, {severity}").format(
            time=formats.format_time(self._desk.local(event.onset_at)),
            what=kind_words(event.kind),
            severity=WORDS[Severity(event.severity)].lower(),
        )

    def _show_buttons(self, session: Session) -> None:
        open_ = not session.is_signed
        treated = session.started is not None
        over = session.phase in (Phase.RECOVERY, Phase.DISCHARGED)
        self._drug.setVisible(open_ and session.phase is not Phase.NOT_TREATED)
        self._correct_drug.setVisible(open_ and bool(session.drugs))
        self._adverse.setVisible(open_ and treated)
        self._discharge.setVisible(open_ and over)
        self._sign.setVisible(open_ and (over or session.phase is Phase.NOT_TREATED))
        self._addendum.setVisible(session.is_signed)

    def _on_pressed(self) -> None:
        pressed = self.sender()
        assert isinstance(pressed, QPushButton)
        self.asked.emit(self._names[pressed])
