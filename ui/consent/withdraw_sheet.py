"""One key, and consent is taken back: who, what, by whom, at the moment of the key. Enter records it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.formats import format_born, format_date, format_name, format_time
from clinicdesk.language import _
from clinicdesk.records import consents, patients, withdrawal
from clinicdesk.records.consents import Consent
from clinicdesk.records.wordings import Signer
from ui import theme
from ui.consent.answers import own_name
from ui.consent.mark_line import MarkLine
from ui.widgets.button import button
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import announce, label

FORM = "withdrawal"
"""The text a withdrawal is written on."""


class WithdrawSheet(QDialog):
    """Small, over whatever was on the screen. Deletes itself when closed.

    Signals:
        recorded(str): It is in the record; carries the id of the patient.
        form_prepared(str, str): The form that follows waits to be signed; the ids of the patient and of the form.
    """

    recorded = Signal(str)
    form_prepared = Signal(str, str)

    def __init__(
        self, over: QWidget, desk: Desk, patient_id: str, at: datetime, *, session_id: str = "", consent_id: str = ""
    ) -> None:
        """``at``: when the key was pressed. ``session_id``: the person stands at this session's pump and stops it.

        ``consent_id`` is marked beforehand, in place of what most likely is meant.
        """
        super().__init__(over)
        self._desk = desk
        self._at = at
        self._session_id = session_id
        self._offer = withdrawal.offer(desk, patient_id)
        self._taken: list[Consent] = []
        self._marks: dict[str, QCheckBox] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Withdraw consent"))
        self.setAccessibleName(_("Withdraw consent"))
        self._build(frozenset({consent_id}) if consent_id else self._offer.chosen)
        self._confirm.clicked.connect(self._on_confirm)
        self._cancel.clicked.connect(self.reject)
        self._form.clicked.connect(self._on_form)
        self._over = over
        self._fit()
        self._begin()

    # Building -----------------------------------------------------------------------------------------------------

    def _build(self, chosen: frozenset[str]) -> None:
        self._strip = MessageStrip()
        self._name = TextField(
            _("&Name of who said so"),
            required=True,
            hint=_("The patient, or who stands for them, such as “Eva Ek, mother”."),
        )
        self._reason = TextField(_("R&eason, if one was given"), hint=_("Nobody has to give a reason."))
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        self._build_spoken(column, chosen)
        self._build_written(column)
        column.addStretch(1)
        self._cancel = button(_("Cancel"))
        self._form = button(_("Prepare a &form to sign"), icon="file-plus")
        self._form.hide()
        self._confirm = button(_("&Withdraw"), kind="danger")
        if not self._offer.spoken:
            self._confirm.hide()
        # Enter records from every field of the sheet.
        self._confirm.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px("space_8"))
        buttons.addStretch(1)
        for one in (self._cancel, self._form, self._confirm):
            buttons.addWidget(one)
        outer = self._outer = QVBoxLayout(self)
        edge = theme.px("space_16")
        outer.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        outer.setSpacing(theme.px("space_8"))
        outer.addWidget(label(_("Withdraw consent"), "h2"))
        outer.addWidget(label(self._who(), "strong", wrap=True))
        outer.addWidget(self._strip)
        self._scroll = ScrollArea(self._inside, see_through=True)
        outer.addWidget(self._scroll, 1)
        outer.addLayout(buttons)

    def _who(self) -> str:
        patient = patients.get(self._desk, self._offer.patient_id)
        today = self._desk.local(self._desk.now()).date()
        return _("{name}, born {born}, record number {number}").format(
            name=format_name(patient.family_name, patient.given_name, patient.title),
            born=format_born(patient.birth_date, today),
            number=patients.format_record_number(patient.record_number),
        )

    def _build_spoken(self, column: QVBoxLayout, chosen: frozenset[str]) -> None:
        spoken = self._offer.spoken
        if not spoken:
            nothing = _("No consent of this patient stands that a word takes back.")
            column.addWidget(label(nothing, wrap=True))
            return
        words = _("It counts from {time}, when the key was pressed.").format(time=self._time())
        column.addWidget(label(f"{words} {self._pump_words()}".strip(), wrap=True))
        for one in spoken:
            line = MarkLine(self._paper(one))
            line.box.setChecked(one.id in chosen)
            self._marks[one.id] = line.box
            column.addWidget(line)
        name = self._signed_for(spoken) or own_name(self._desk, self._offer.patient_id)
        self._name.set_text(name)
        column.addWidget(self._name)
        column.addWidget(self._reason)

    def _build_written(self, column: QVBoxLayout) -> None:
        if not self._offer.written:
            return
        words = _("Taken back in writing only; the form is prepared and signed, on the screen or on paper:")
        column.addWidget(label(words, "muted", wrap=True))
        for one in self._offer.written:
            prepare = button(_("Prepare form"), kind="quiet", icon="file-plus")
            prepare.setObjectName(one.id)
            prepare.setEnabled(self._desk.may("consent.prepare"))
            prepare.setAccessibleName(_("Prepare the withdrawal form for {paper}").format(paper=one.title))
            prepare.clicked.connect(self._on_written)
            row = QHBoxLayout()
            row.addWidget(label(self._paper(one), wrap=True), 1)
            row.addWidget(prepare, 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)

    def _paper(self, consent: Consent) -> str:
        day = format_date(self._desk.local(consent.since).date())
        return _("{title}, signed {day}").format(title=consent.title, day=day)

    def _signed_for(self, spoken: tuple[Consent, ...]) -> str:
        """Return who signed in the patient's place, if somebody did: most likely that person takes it back."""
        guardian = next((one.signature_of(Signer.GUARDIAN) for one in spoken if one.id in self._marks), None)
        return guardian.signer_name if guardian else ""

    def _time(self) -> str:
        return format_time(self._desk.local(self._at))

    def _pump_words(self) -> str:
        if self._offer.running is None:
            return ""
        if self._stops():
            return _("The infusion is recorded as stopped at the same moment: stop the pump.")
        return _("An infusion runs: tell whoever is at the pump to stop it.")

    def _stops(self) -> bool:
        running = self._offer.running
        return running is not None and running.id == self._session_id and self._desk.may("session.end")

    def _begin(self) -> None:
        if self._confirm.isHidden():
            self._cancel.setFocus()
        elif any(mark.isChecked() for mark in self._marks.values()):
            self._confirm.setFocus()
        else:
            next(iter(self._marks.values())).setFocus()

    def _fit(self) -> None:
        """Be as high as what is shown at this width, and no higher than the window."""
        over = self._over.window().size()
        width = min(theme.px("base") * 44, over.width() - 32)
        height = self._outer.totalHeightForWidth(width)
        if not self._scroll.isHidden():
            # The bar at the side may come and take its width.
            room = width - 3 * theme.px("space_16")
            height += self._inside.heightForWidth(room) - self._scroll.sizeHint().height() + theme.px("space_8")
        self.resize(width, min(height, over.height() - 24))

    # Recording ----------------------------------------------------------------------------------------------------

    def _on_confirm(self) -> None:
        if self._taken:
            self.accept()
            return
        chosen = [one for one in self._offer.spoken if self._marks[one.id].isChecked()]
        try:
            stopped = withdrawal.record(
                self._desk,
                self._offer.patient_id,
                chosen,
                by_name=self._name.text(),
                reason=self._reason.text(),
                at=self._at,
                stopped_session_id=self._session_id or None,
            )
        except ClinicDeskError as problem:
            self._show_problem(problem)
            return
        self._taken = chosen
        self._show_done(stopped)
        self.recorded.emit(self._offer.patient_id)

    def _show_problem(self, problem: ClinicDeskError) -> None:
        field = problem.field if isinstance(problem, BadValue) else None
        if field == "by_name":
            self._name.set_error(str(problem))
            self._name.setFocus()
        else:
            self._strip.show_message("danger", str(problem))

    def _show_done(self, stopped: bool) -> None:
        """Say what counts now. A form may follow, and changes nothing."""
        said = _("Consent is withdrawn since {time}.").format(time=self._time())
        # Asked anew: a colleague may have ended it while the sheet was open.
        still_runs = withdrawal.offer(self._desk, self._offer.patient_id).running is not None
        if stopped:
            said += " " + _("The infusion is recorded as stopped.")
        elif still_runs:
            said += " " + _("Stop the pump.")
        self._strip.show_message("danger" if still_runs else "ok", said)
        announce(self, said, urgent=True)
        self._scroll.hide()
        self._confirm.setText(_("&Done"))
        theme.set_state(self._confirm, "kind", "primary")
        self._cancel.hide()
        self._form.setVisible(self._desk.may("consent.prepare"))
        self._confirm.setFocus()
        self._fit()

    def _on_form(self) -> None:
        """Prepare the form that follows what was spoken."""
        self._prepare(self._taken)

    def _on_written(self) -> None:
        """Prepare the form that alone takes something back."""
        self._prepare([one for one in self._offer.written if one.id == self.sender().objectName()])

    def _prepare(self, about: list[Consent]) -> None:
        patient_id = self._offer.patient_id
        try:
            made = [consents.prepare(self._desk, patient_id=patient_id, text_name=FORM, about=one) for one in about]
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self.accept()
        self.form_prepared.emit(patient_id, made[0])
