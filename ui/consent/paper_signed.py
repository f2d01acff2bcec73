"""The dialog in which it is recorded that a form was signed on paper, and what stands under it."""

import json
from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import consents
from clinicdesk.records.consents import Consent
from ui.consent.form_dialog import FormDialog
from ui.consent.paper_fields import PaperFields


def draft_place(consent: Consent) -> str:
    """Return where what is typed about a signed paper is kept until it is recorded."""
    return f"consent paper {consent.id}"


class PaperSignedDialog(FormDialog):
    """Records that the form was signed on paper."""

    def __init__(self, desk: Desk, over: QWidget, consent: Consent) -> None:
        super().__init__(
            desk,
            over,
            _("Signed on paper"),
            _("Check that the signed paper is form {number:06d}, “{title}”. Its scan can be added later.").format(
                number=consent.form_number, title=consent.title
            ),
            _("&Record as signed"),
            place=draft_place(consent),
        )
        self._consent = consent
        self._paper = PaperFields(desk, consent)
        self._paper.edited.connect(self._on_paper_edited)
        self.body.addWidget(self._paper)
        self._paper.setFocus()

    def _on_paper_edited(self) -> None:
        self._on_edited()
        self.fit()

    def _typed(self) -> Mapping[str, str]:
        return self._paper.typed()

    def _show_draft(self) -> None:
        draft = self._desk.draft(self._place)
        if draft:
            self._paper.show_typed(json.loads(draft.body))

    def _record(self) -> str:
        consents.sign_on_paper(self._desk, self._consent, self._paper.inked(), signed_on=self._paper.signed_on())
        return self._consent.id

    def _show_problem(self, problem: ClinicDeskError) -> None:
        if isinstance(problem, BadValue) and self._paper.show_problem(problem):
            focused = self._paper.focusWidget()
            if focused is not None:
                self._scroll.ensureWidgetVisible(focused)
            return
        super()._show_problem(problem)
