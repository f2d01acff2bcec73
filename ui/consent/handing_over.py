"""A form on its way to the patient and back: staff are asked first, and told afterwards what became of it."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import consents
from clinicdesk.records.consents import Consent
from clinicdesk.records.wordings import Signer
from ui.consent.hand_over_dialog import HandOverDialog
from ui.consent.signing_content import SigningContent


class HandingOver(QObject):
    """One form at a time, from the dialog over ``over`` until staff have the device again.

    Signals:
        hand_over_wanted(object): Carries what makes the content the patient is to be handed.
        came_back(object): Staff have the device again; carries a ``SigningOutcome``, or None when nothing was decided.
    """

    hand_over_wanted = Signal(object)
    came_back = Signal(object)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._consent_id = ""
        self._role = Signer.PATIENT
        self._read_aloud_by = ""
        self._content: SigningContent | None = None

    def start(self, consent: Consent) -> HandOverDialog:
        """Return the dialog in which staff say who signs; it is not shown yet."""
        dialog = HandOverDialog(self._desk, self._over, consent)
        dialog.agreed.connect(self._on_agreed)
        return dialog

    def _on_agreed(self, consent_id: str, role: str, read_aloud_by: str) -> None:
        self._consent_id, self._role, self._read_aloud_by = consent_id, Signer(role), read_aloud_by
        self.hand_over_wanted.emit(self._make)

    def _make(self) -> SigningContent:
        """Make the content, when nothing else stands in the way. Raises ``ClinicDeskError``."""
        consent = consents.get(self._desk, self._consent_id)
        self._content = SigningContent(self._desk, consent, self._role, self._read_aloud_by)
        self._content.taken_back.connect(self._on_taken_back)
        return self._content

    def _on_taken_back(self) -> None:
        content, self._content = self._content, None
        if content is not None:
            self.came_back.emit(content.outcome)
