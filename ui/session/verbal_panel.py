"""A verbal order: who said it, what, when, and that it was read back."""

from typing import cast

from PySide6.QtWidgets import QCheckBox

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.permissions import Role
from clinicdesk.records import sessions, staff
from ui.session.panel import Panel, moment_field, typed_moment
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label


class VerbalPanel(Panel):
    """Written down as it was said. It waits for the prescriber's signature; what was ordered can be given at once."""

    def build(self) -> None:
        """Prescriber, words, time, read back."""
        prescribers = [(member.id, member.name) for member in staff.with_role(self.desk, Role.PRESCRIBER)]
        self._prescriber = ChoiceField(_("&Who ordered it"), prescribers, required=True)
        self._words = TextAreaField(
            _("What was ord&ered"), lines=2, required=True, hint=_("Drug, dose, how, how often. No abbreviations.")
        )
        self._moment = moment_field(self.desk, self.session)
        self._read_back = QCheckBox(_("Read bac&k, and confirmed"))
        self._own = label(_("Your own order: it is signed by being written."), "muted", wrap=True)
        self.put("prescriber", self._prescriber)
        self.put("words", self._words)
        self.put("occurred_at", self._moment)
        self.add(self._read_back)
        self.add(self._own)
        self._own.hide()
        self._prescriber.edited.connect(self._on_prescriber)

    def record(self) -> None:
        """Write it down."""
        prescriber = cast("str | None", self._prescriber.value())
        if prescriber is None:
            raise BadValue(_("Choose who ordered it."), "prescriber")
        sessions.take_verbal_order(
            self.desk,
            self.session.id,
            prescriber_id=prescriber,
            words=self._words.text(),
            read_back=self._read_back.isChecked(),
            said_at=typed_moment(self.desk, self.session, self._moment),
        )

    def _on_prescriber(self) -> None:
        own = self._prescriber.value() == self.desk.person.id
        self._own.setVisible(own)
        self._read_back.setVisible(not own)
