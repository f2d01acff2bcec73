"""The two identifiers, typed again where a mistake would reach the patient: signing the order, starting."""

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.sessions import Identifiers
from ui.session.panel import Panel, birth_date_field
from ui.widgets.text_field import TextField


class IdentityFields:
    """Name and date of birth as the patient says them. Nothing is filled in beforehand: that is the point."""

    def __init__(self, desk: Desk, panel: Panel) -> None:
        self._name = TextField(_("Patient's &name, said again"), required=True)
        self._born = birth_date_field(desk)
        panel.put("identity", self._name)
        panel.put("birth_date", self._born)

    def said(self) -> Identifiers:
        """Return what was typed. Raises ``BadValue``."""
        if not self._name.text():
            raise BadValue(_("Ask the patient to say the whole name, and type it."), "identity")
        born = self._born.value()
        if born is None:
            raise BadValue(_("Ask the patient to say the date of birth, and type it."), "birth_date")
        return Identifiers(self._name.text(), born)
