"""What each step of a consent does: the dialog it opens, the paper it asks for, the form it prepares."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.printing.papers import PaperKind, PaperRequest
from clinicdesk.records import consents
from clinicdesk.records.consents import Consent
from clinicdesk.records.wordings import Signer
from ui.consent.answers import AnswerDialog, AskDialog, DeclineDialog, VoidDialog
from ui.consent.at_home import IdentifyDialog, TalkDialog
from ui.consent.form_dialog import FormDialog
from ui.consent.paper_signed import PaperSignedDialog
from ui.consent.steps import BESIDE

if TYPE_CHECKING:
    from ui.consent.copy_dialog import CopyDialog
    from ui.consent.handing_over import HandingOver

# What makes papers is imported when somebody signs or copies: opening a chart must not wait for it.

WITHDRAWAL_FORM = "withdrawal"
"""The text a withdrawal is written on."""


class TakingSteps(QObject):
    """One step at a time, over the tab.

    Signals:
        began: A dialog comes up; what was told about the step before is over.
        recorded(str): Something is in the record; carries the id of the consent to show.
        withdrawn: A consent was taken back.
        refused(str): A sentence that belongs to no field.
        paper_requested(object): A ``PaperRequest``.
        hand_over_wanted(object): The PC goes to the patient; carries what makes the ``HandOverContent``.
        came_back(object): Staff have the PC again; carries a ``SigningOutcome``, or None when nothing was decided.
    """

    began = Signal()
    recorded = Signal(str)
    withdrawn = Signal()
    refused = Signal(str)
    paper_requested = Signal(object)
    hand_over_wanted = Signal(object)
    came_back = Signal(object)

    def __init__(self, desk: Desk, over: QWidget, choose_scan: Callable[[Consent], None]) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._choose_scan = choose_scan
        self._dialog: FormDialog | CopyDialog | None = None
        self._handing_over: HandingOver | None = None
        self._copied = ""

    def take(self, key: str, consent: Consent) -> None:
        """Take the step of a key, see ``steps``."""
        if key.startswith(BESIDE):
            self._sign_beside(consent, Signer(key.removeprefix(BESIDE)))
        elif key in _PAPERS:
            self.paper_requested.emit(PaperRequest(_PAPERS[key], consent.id))
        elif key in _DIALOGS:
            self.open(_DIALOGS[key](self._desk, self._over, consent))
        else:
            taken: dict[str, Callable[[Consent], None]] = {
                "hand_over": self.sign,
                "scan": self._choose_scan,
                "copy": self._copy,
                "withdraw": self._withdraw,
                "withdrawal_form": self._prepare_withdrawal,
            }
            taken[key](consent)

    def open(self, dialog: FormDialog | CopyDialog) -> None:
        """Show a dialog; what it records is told by ``recorded``."""
        self.began.emit()
        self._dialog = dialog
        dialog.recorded.connect(self.recorded)
        dialog.finished.connect(self._on_finished)
        dialog.come_up()

    def keep_draft(self) -> None:
        """Keep what is being typed."""
        if self._dialog is not None:
            self._dialog.keep_draft()

    def sign(self, consent: Consent) -> None:
        """Ask who signs, and hand the PC over."""
        from ui.consent.handing_over import HandingOver

        if self._handing_over is None:
            self._handing_over = HandingOver(self._desk, self._over)
            self._handing_over.hand_over_wanted.connect(self.hand_over_wanted)
            self._handing_over.came_back.connect(self.came_back)
        self.open(self._handing_over.start(consent))

    def _sign_beside(self, consent: Consent, role: Signer) -> None:
        from ui.consent.beside_on_paper import BesideOnPaperDialog
        from ui.consent.sign_beside import SignBesideDialog

        dialog = BesideOnPaperDialog if consent.is_on_paper else SignBesideDialog
        self.open(dialog(self._desk, self._over, consent, role))

    def _copy(self, consent: Consent) -> None:
        from ui.consent.copy_dialog import CopyDialog

        self._copied = consent.id
        dialog = CopyDialog(self._desk, self._over, consent)
        dialog.print_wanted.connect(self._on_print_wanted)
        self.open(dialog)

    def _withdraw(self, consent: Consent) -> None:
        from ui.consent.withdraw_sheet import WithdrawSheet

        # The word counts from the press of the button.
        now = self._desk.now()
        sheet = WithdrawSheet(self._over, self._desk, consent.patient_id, now, consent_id=consent.id)
        sheet.recorded.connect(self._on_withdrawn)
        sheet.form_prepared.connect(self._on_form_prepared)
        sheet.open()

    def _prepare_withdrawal(self, consent: Consent) -> None:
        try:
            made = consents.prepare(self._desk, patient_id=consent.patient_id, text_name=WITHDRAWAL_FORM, about=consent)
        except ClinicDeskError as problem:
            self.refused.emit(str(problem))
            return
        self.recorded.emit(made)

    def _on_finished(self, _result: int) -> None:
        self._dialog = None

    def _on_print_wanted(self) -> None:
        self.paper_requested.emit(PaperRequest("consent", self._copied))

    def _on_withdrawn(self, _patient_id: str) -> None:
        self.withdrawn.emit()

    def _on_form_prepared(self, _patient_id: str, consent_id: str) -> None:
        self.recorded.emit(consent_id)


_PAPERS: dict[str, PaperKind] = {"form": "consent", "signed": "consent-signed"}
_DIALOGS: dict[str, Callable[[Desk, QWidget, Consent], FormDialog]] = {
    "paper_signed": PaperSignedDialog,
    "identify": IdentifyDialog,
    "talk": TalkDialog,
    "decline": DeclineDialog,
    "void": VoidDialog,
    "ask": AskDialog,
    "answer": AnswerDialog,
}
"""Key of a step → its dialog."""
