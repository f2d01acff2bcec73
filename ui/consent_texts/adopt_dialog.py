"""A named person stands for a text: reads it as it prints, says what changed, and confirms with the own password."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError, SignInRefused
from clinicdesk.language import _, ngettext
from clinicdesk.records import staff, wordings
from clinicdesk.records.consents import signing_again
from clinicdesk.records.wordings import Wording
from ui import theme
from ui.consent_texts.again_dialog import AgainDialog
from ui.consent_texts.frame import Frame
from ui.consent_texts.making import printing
from ui.consent_texts.versions_dialog import VersionsDialog
from ui.widgets.background import Background
from ui.widgets.button import button
from ui.widgets.pdf_view import PdfPreview
from ui.widgets.progress import Progress
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class AdoptDialog(Frame):
    """Shows the whole text as it prints; beside it what is asked. It is the clinic's when the password is right.

    Signals:
        adopted(str): The key of the text that was adopted.
        patient_opened(str): A patient's chart, from the list of who would be asked again.
    """

    adopted = Signal(str)
    patient_opened = Signal(str)

    def __init__(self, desk: Desk, background: Background, over: QWidget, wording: Wording) -> None:
        self._before = wordings.newest(desk).get(wording.key)
        super().__init__(over, _("Publish this text") if self._before else _("Adopt this text"), wording.title)
        self._desk = desk
        self._wording = wording
        self._people = signing_again.would_sign_again(desk, wording.key) if self._before else []
        self._build()
        self._connect()
        self._ticket = background.run(printing(desk, wording), self._on_paper, self._on_problem)

    def _build(self) -> None:
        self._preview = PdfPreview(alone=False, may_leave=False)
        self._progress = Progress(_("Making the paper…"), can_cancel=False)
        self._preview.hide()
        self._remark = TextField(_("What &changed"), hint=_("It stands beside the version from now on."))
        self._again = QCheckBox(_("Who signed an &earlier version must sign again"))
        self._again.setChecked(True)
        self._count = label("", wrap=True)
        self._differences = button(_("Di&fferences…"), kind="quiet", icon="history")
        self._who = button(_("Who &must sign again…"), kind="quiet", icon="users")
        self._password = TextField(
            _("Your passwor&d"), secret=True, required=True, hint=_("It says that you are the person at this desk.")
        )
        self._go = button(_("&Publish") if self._before else _("&Adopt"), kind="primary")
        self._cancel = button(_("Cancel"))
        asked = QWidget()
        column = QVBoxLayout(asked)
        column.setContentsMargins(0, 0, theme.px("space_8"), 0)
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(self._standing(), wrap=True))
        for widget in self._later_parts() if self._before else ():
            is_button = widget in (self._differences, self._who)
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft if is_button else Qt.AlignmentFlag(0))
        column.addWidget(self._password)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_16"))
        paper = QVBoxLayout()
        paper.addWidget(self._progress)
        paper.addWidget(self._preview, 1)
        row.addLayout(paper, 3)
        row.addWidget(ScrollArea(asked), 2)
        self.body.addLayout(row, 1)
        self.add_buttons(self._cancel, self._go)
        self._go.setDefault(True)
        self._go.setEnabled(False)
        self._show_count()
        (self._remark if self._before else self._password).setFocus()

    def _later_parts(self) -> list[QWidget]:
        """What only a version after the first is asked for."""
        why = _(
            "Leave it on when what people agree to has changed: they are asked before their next visit. Take it off "
            "for a typing error. What they signed stays as it was, word for word."
        )
        return [self._remark, self._differences, self._again, label(why, "muted", wrap=True), self._count, self._who]

    def _standing(self) -> str:
        return _(
            "Read the whole text on the left. With your password you, {name}, say that the clinic stands for it. "
            "From then on patients can sign it."
        ).format(name=self._desk.person.name)

    def _connect(self) -> None:
        self._again.toggled.connect(self._on_again)
        self._differences.clicked.connect(self._on_differences)
        self._who.clicked.connect(self._on_who)
        self._go.clicked.connect(self._on_go)
        self._cancel.clicked.connect(self.reject)

    def _show_count(self) -> None:
        asks = self._again.isChecked()
        self._count.setText(
            ngettext(
                "Publishing asks {count} patient to sign again.",
                "Publishing asks {count} patients to sign again.",
                len(self._people),
            ).format(count=len(self._people))
            if asks and self._people
            else _("Publishing asks nobody to sign again.")
        )
        self._who.setVisible(bool(self._before and self._people) and asks)

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_paper(self, content: bytes) -> None:
        self._progress.hide()
        self._preview.show()
        self._preview.show_pdf(content, self._wording.title)
        self._go.setEnabled(True)

    def _on_problem(self, problem: BaseException) -> None:
        self._progress.hide()
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self.strip.show_message("danger", str(problem))

    def _on_again(self, _on: bool) -> None:
        self._show_count()

    def _on_differences(self) -> None:
        VersionsDialog(self._desk, self, self._wording.key, self._wording, prints=False).come_up(72, 60)

    def _on_who(self) -> None:
        dialog = AgainDialog(self._desk, self, self._wording.key, self._wording.title, self._people)
        dialog.patient_opened.connect(self._on_patient)
        dialog.come_up(66, 40)

    def _on_patient(self, patient_id: str) -> None:
        self.reject()
        self.patient_opened.emit(patient_id)

    def _on_go(self) -> None:
        if self._before and not self._remark.text():
            self._remark.set_error(_("Say in a few words what changed."))
            self._remark.setFocus()
            return
        try:
            staff.check_password(self._desk, self._password.line.text())
            self._refuse_overtaken()
            wordings.adopt(
                self._desk,
                self._wording.source,
                remark=self._remark.text() if self._before else "",
                asks_again=self._again.isChecked(),
            )
        except SignInRefused as problem:
            self._password.set_error(str(problem))
            self._password.line.selectAll()
            self._password.setFocus()
            return
        except ClinicDeskError as problem:
            self.strip.show_message("danger", str(problem))
            return
        self.accept()
        self.adopted.emit(self._wording.key)

    def _refuse_overtaken(self) -> None:
        """Raise ``ClinicDeskError`` when somebody else published while this dialog stood open."""
        now = wordings.newest(self._desk).get(self._wording.key)
        if (now and now.text_id) != (self._before and self._before.text_id):
            raise ClinicDeskError(
                _("{name} published this text meanwhile. Close this and look at their version first.").format(
                    name=now.adopted_by if now else _("Somebody")
                )
            )
