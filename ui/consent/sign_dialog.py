"""Signing on the screen. It covers the whole window: who signs sees their own form and nobody else's data."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, CannotPrint, ClinicDeskError
from clinicdesk.formats import format_born, format_name
from clinicdesk.language import _, ngettext
from clinicdesk.printing import signing
from clinicdesk.records import consents, patients
from clinicdesk.records.consents import Consent, Given, Penned
from clinicdesk.records.wordings import Signer
from ui import theme
from ui.consent.answers import DeclineDialog, own_name
from ui.consent.reading_page import ReadingPage
from ui.widgets.button import button
from ui.widgets.chip import Chip
from ui.widgets.dialog import Question
from ui.widgets.signature_pad import ASPECT
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class SignDialog(QDialog):
    """The text, the pads, and three ways out: sign, do not agree, not now. Deletes itself when closed.

    Signals:
        recorded(str): The consent was signed or declined; carries its id.
    """

    recorded = Signal(str)

    def __init__(self, desk: Desk, over: QWidget, consent: Consent) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._consent = consent
        self._decline: DeclineDialog | None = None
        self._leaving: Question | None = None
        self._wording = consents.text_of(desk, consent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Sign on the screen"))
        self.setAccessibleName(_("Sign on the screen"))
        self._build()
        self._connect()

    def _build(self) -> None:
        self._page = ReadingPage(self._wording, self._consent.filled, own_name(self._desk, self._consent.patient_id))
        self._strip = MessageStrip()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(self._page, 1)
        column.addWidget(self._build_bar())

    def _build_head(self) -> QFrame:
        patient = patients.get(self._desk, self._consent.patient_id)
        today = self._desk.local(self._desk.now()).date()
        head = QFrame()
        head.setProperty("role", "banner")
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px("space_16"), theme.px("space_8"), theme.px("space_16"), theme.px("space_8"))
        row.setSpacing(theme.px("space_12"))
        row.addWidget(label(format_name(patient.family_name, patient.given_name, patient.title), "h2", wrap=True), 1)
        row.addWidget(label(_("Born {born}").format(born=format_born(patient.birth_date, today))))
        row.addWidget(label(patients.format_record_number(patient.record_number), "muted"))
        if self._wording.is_sample:
            row.addWidget(Chip(_("Sample wording"), "warn"))
        self._smaller = button("A−", shortcut="")
        self._smaller.setAccessibleName(_("Smaller type"))
        self._smaller.setShortcut(QKeySequence("Ctrl+-"))
        self._larger = button("A+", shortcut="")
        self._larger.setAccessibleName(_("Larger type"))
        self._larger.setShortcut(QKeySequence("Ctrl++"))
        for one in (self._smaller, self._larger):
            one.setFixedWidth(theme.px("field") + theme.px("space_16"))
            one.setAutoRepeat(True)
            row.addWidget(one)
        return head

    def _build_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "action_bar")
        self._close = button(_("Not &now"))
        self._refuse = button(_("I do n&ot agree…"), icon="x")
        self._sign = button(_("I &agree and sign"), kind="primary", icon="signature")
        for one in (self._close, self._refuse, self._sign):
            one.setMinimumHeight(theme.px("row") + theme.px("space_8"))
        column = QVBoxLayout(bar)
        column.setContentsMargins(theme.px("space_16"), theme.px("space_8"), theme.px("space_16"), theme.px("space_8"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._strip)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._close)
        row.addStretch(1)
        row.addWidget(self._refuse)
        row.addWidget(self._sign)
        column.addLayout(row)
        return bar

    def _connect(self) -> None:
        self._smaller.clicked.connect(self._page.smaller)
        self._larger.clicked.connect(self._page.larger)
        self._close.clicked.connect(self.reject)
        self._refuse.clicked.connect(self._on_refuse)
        self._sign.clicked.connect(self._on_sign)
        self._strip.action_taken.connect(self._on_show_missing)
        self._page.signature.changed.connect(self._on_drawn)
        self._page.signer_name.edited.connect(self._on_drawn)
        for pad in self._page.initials.values():
            pad.changed.connect(self._on_drawn)
        QShortcut(QKeySequence("Ctrl+="), self).activated.connect(self._page.larger)

    def come_up(self) -> None:
        """Cover the window."""
        over = self._over.window()
        self.setGeometry(over.geometry())
        if over.isMaximized() or over.isFullScreen():
            self.setWindowState(over.windowState())
        self.open()
        self._page.setFocus()

    # Leaving ------------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Close; ask first when something was drawn, for it is not kept."""
        if self._leaving is not None or not self._page.anything_drawn():
            super().reject()
            return
        self._leaving = Question(
            self,
            _("Leave without signing?"),
            _("What was drawn is not kept. The form stays prepared and can be signed later."),
            _("&Leave"),
            cancel=_("&Go on signing"),
        )
        self._leaving.confirmed.connect(self._on_leave)
        self._leaving.declined.connect(self._on_stay)
        self._leaving.open()

    def _on_leave(self) -> None:
        super().reject()

    def _on_stay(self) -> None:
        self._leaving = None

    def _on_refuse(self) -> None:
        self._decline = DeclineDialog(self._desk, self, self._consent)
        self._decline.recorded.connect(self._on_declined)
        self._decline.come_up()

    def _on_declined(self, consent_id: str) -> None:
        self.accept()
        self.recorded.emit(consent_id)

    def keep_draft(self) -> None:
        """Keep a reason being typed; strokes are never kept before they are signed."""
        if self._decline is not None and self._decline.isVisible():
            self._decline.keep_draft()

    # Signing ------------------------------------------------------------------------------------------------------

    def _on_drawn(self) -> None:
        if self._strip.isVisible():
            if self._page.missing():
                self._tell_missing()
            else:
                self._strip.clear()

    def _tell_missing(self) -> None:
        missing = self._page.missing()
        initials = sum(field in self._page.initials.values() for field, _sentence in missing)
        parts = [ngettext("initials at {count} place", "initials at {count} places", initials).format(count=initials)]
        parts = parts if initials else []
        others = {self._page.signer_name: _("your name"), self._page.signature: _("your signature")}
        parts += [others[field] for field, _sentence in missing if field in others]
        self._strip.show_message(
            "info", _("Still missing: {things}.").format(things=", ".join(parts)), _("&Show where")
        )

    def _on_show_missing(self) -> None:
        missing = self._page.missing()
        if missing:
            self._page.show_place(missing[0][0])

    def _on_sign(self) -> None:
        missing = self._page.missing()
        if missing:
            for field, sentence in missing:
                field.set_error(sentence)  # type: ignore[attr-defined]  # pads and fields both have it
            self._tell_missing()
            self._page.show_place(missing[0][0])
            return
        try:
            self._record()
        except CannotPrint as problem:
            self._page.signer_name.set_error(str(problem))
            self._page.show_place(self._page.signer_name)
        except ClinicDeskError as problem:
            self._show_problem(problem)
        else:
            self.accept()
            self.recorded.emit(self._consent.id)

    def _record(self) -> None:
        now = self._desk.now()
        penned = Penned(
            role=Signer.PATIENT,
            name=self._page.signer_name.text(),
            strokes=self._page.signature.strokes(),
            aspect=ASPECT,
            began_at=now,
            signed_at=now,
        )
        given = Given(
            initials={section: pad.strokes() for section, pad in self._page.initials.items()},
            answers={},
            read_to_end=True,
            electronic=_("I agree to sign on this screen."),
        )
        # The very bytes that are kept are made first: a form that cannot be printed cannot be signed.
        signing.sign(self._desk, self._consent, penned, given)

    def _show_problem(self, problem: ClinicDeskError) -> None:
        field = problem.field if isinstance(problem, BadValue) else None
        if field == "signer_name":
            self._page.signer_name.set_error(str(problem))
            self._page.show_place(self._page.signer_name)
        else:
            self._strip.show_message("danger", str(problem))
