"""The score counted before a patient leaves: what vital signs answer stands there already, and can be changed."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.rules.aldrete import total
from clinicdesk.rules.protocol import DischargeScore
from ui import theme
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class ScoreFields(QWidget):
    """A choice for each item, the sum, and a field for why, when the sum is too small.

    Signals:
        changed: An item was answered.
    """

    changed = Signal()

    def __init__(self, score: DischargeScore, counted: Mapping[str, int], known: Mapping[str, int], why: str) -> None:
        super().__init__()
        self._score = score
        self._items: dict[str, ChoiceField] = {}
        self._sum = label("", "strong", wrap=True)
        self._why = TextField(_("Why the patient leaves with fewer"), required=True)
        self._why.set_text(why)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        column.addWidget(label(score.title, "strong", wrap=True))
        for item in score.items:
            choices: list[tuple[object, str]] = [(one.points, f"{one.points}  {one.text}") for one in item.answers]
            field = ChoiceField(item.title, choices, hint=_("From the vital signs.") if item.id in counted else "")
            field.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.combo.setMinimumContentsLength(6)
            field.set_value(known.get(item.id, counted.get(item.id)))
            field.edited.connect(self._on_edited)
            self._items[item.id] = field
            column.addWidget(field)
        column.addWidget(self._sum)
        column.addWidget(self._why)
        self._show_sum()

    def points(self) -> dict[str, int]:
        """Return the points that were answered, by item."""
        values = {item: field.value() for item, field in self._items.items()}
        return {item: value for item, value in values.items() if isinstance(value, int)}

    def why(self) -> str:
        """Return why somebody leaves with fewer points than the protocol wants."""
        return self._why.text() if self._too_few() else ""

    def _too_few(self) -> bool:
        found = total(self._score, self.points())
        return found is not None and found < self._score.leave_from

    def _on_edited(self) -> None:
        self._show_sum()
        self.changed.emit()

    def _show_sum(self) -> None:
        found = total(self._score, self.points())
        most = sum(max(answer.points for answer in item.answers) for item in self._score.items)
        if found is None:
            words = _("The protocol wants {wanted} of {most} points.")
        else:
            words = _("{found} of {most} points; the protocol wants {wanted}.")
        self._sum.setText(words.format(found=found, most=most, wanted=self._score.leave_from))
        theme.set_state(self._sum, "tone", "warn" if self._too_few() else "")
        self._why.setVisible(self._too_few())
