"""The discharge checklist: each item met, not met or not applicable; the last two with a few words why."""

from typing import cast

from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import CheckItem
from clinicdesk.rules.discharge import Mark
from ui.session.panel import Panel, ago, minutes_ago_field
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import TextField
from ui.widgets.words import label

_MARKS: list[tuple[object, str]] = [
    (Mark.MET, _("Yes")),
    (Mark.NOT_MET, _("No")),
    (Mark.NOT_APPLICABLE, _("Does not apply")),
]


class DischargePanel(Panel):
    """Saved as far as it is answered; signing the session asks for the rest."""

    def build(self) -> None:
        """One choice for each item; a field for why opens when it is not a plain yes."""
        self._marks: dict[str, ChoiceField] = {}
        self._remarks: dict[str, TextField] = {}
        escort = self.session.check_of(CheckItem.ESCORT)
        if escort is not None:
            words = _("Escort: {name}, {phone}").format(name=escort.detail["name"], phone=escort.detail["phone"])
            self.add(label(words, "strong", wrap=True))
        marks, remarks = sessions.marks_of(self.session)
        for item in self.session.protocol.discharge.items:
            choice = ChoiceField(item.text.replace("&", "&&"), _MARKS)
            choice.set_value(marks.get(item.id))
            remark = TextField(_("Why: {item}").format(item=item.text).replace("&", "&&"))
            remark.set_text(remarks.get(item.id, ""))
            self._marks[item.id], self._remarks[item.id] = choice, remark
            self.put(item.id, choice)
            self.put(f"why {item.id}", remark)
            choice.left.connect(self._show_remarks)
        self._ago = minutes_ago_field()
        self.put("occurred_at", self._ago)
        self._show_remarks()

    def _show_remarks(self) -> None:
        for item_id, choice in self._marks.items():
            self._remarks[item_id].setVisible(choice.value() in (Mark.NOT_MET, Mark.NOT_APPLICABLE))

    def record(self) -> None:
        """Record the discharge with the answers as they are."""
        marks = {key: cast("Mark", choice.value()) for key, choice in self._marks.items() if choice.value() is not None}
        remarks = {key: field.text() for key, field in self._remarks.items() if key in marks}
        sessions.discharge(
            self.desk, self.session.id, marks=marks, remarks=remarks, occurred_at=ago(self.desk, self._ago)
        )
