"""What stands above a text in its file, as fields: title, what it is asked for, who signs, how long it counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QGroupBox, QVBoxLayout, QWidget

from clinicdesk.language import _
from clinicdesk.records import protocols, wordings
from clinicdesk.records.wordings import ANY_TREATMENT, EditedText, Signer, TakenBack, TextKind, TextProblem
from clinicdesk.rules.consent_needs import Asked, Needed
from ui import theme
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import Field
from ui.widgets.text_field import TextField


class HeaderForm(QWidget):
    """The fields. Short name and language belong to the text for good and are not asked here.

    Signals:
        edited: The person changed something.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._id = self._language = ""
        self._title = TextField(_("T&itle"), required=True)
        self._kind = ChoiceField(_("&Kind"), _choices(TextKind, wordings.kind_words), required=True)
        self._asked = ChoiceField(_("How &often it is asked"), _choices(Asked, wordings.asked_words), required=True)
        self._needed = ChoiceField(_("Without it"), _choices(Needed, wordings.needed_words), required=True)
        self._days = TextField(_("Counts for (&days)"), required=True)
        self._taken_back = ChoiceField(_("Taken &back"), _choices(TakenBack, wordings.taken_back_words), required=True)
        self._under = TextField(_("Somebody else signs under a&ge"), required=True)
        self._indications = TextField(
            _("O&nly where the condition is"), hint=_("Words such as depression, chronic pain. Empty: whatever it is.")
        )
        self._covers = _Marks(_("Asked for before"), _treatments())
        self._signers = _Marks(_("Who signs"), [(str(one), wordings.signer_words(one)) for one in Signer])
        self._build()
        for field in self._fields().values():
            field.edited.connect(self.edited)

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.px("space_8"), theme.px("space_8"), 0)
        grid.setHorizontalSpacing(theme.px("space_12"))
        wide = (self._title, self._kind, self._asked, self._needed, self._taken_back)
        for row, field in enumerate(wide):
            grid.addWidget(field, row, 0, 1, 2)
        grid.addWidget(self._days, 5, 0)
        grid.addWidget(self._under, 5, 1)
        grid.addWidget(self._signers, 6, 0, 1, 2)
        grid.addWidget(self._covers, 7, 0, 1, 2)
        grid.addWidget(self._indications, 8, 0, 1, 2)
        grid.setRowStretch(9, 1)
        for field in (self._kind, self._asked, self._needed, self._taken_back):
            # A small window need not be as wide as the longest choice.
            field.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.combo.setMinimumContentsLength(8)

    def _fields(self) -> dict[str, Field | _Marks]:
        return {
            "title": self._title,
            "kind": self._kind,
            "asked": self._asked,
            "needed": self._needed,
            "valid_days": self._days,
            "taken_back": self._taken_back,
            "guardian_under": self._under,
            "covers": self._covers,
            "indications": self._indications,
            "signers": self._signers,
        }

    def show_text(self, text: EditedText) -> None:
        """Show the header of a text."""
        self._id, self._language = text.id, text.language
        self._title.set_text(text.title)
        self._days.set_text(text.valid_days)
        self._under.set_text(text.guardian_under)
        self._kind.set_value(TextKind(text.kind))
        self._asked.set_value(Asked(text.asked))
        self._needed.set_value(Needed(text.needed))
        self._taken_back.set_value(TakenBack(text.taken_back))
        self._covers.set_value(text.covers)
        self._indications.set_text(text.indications)
        self._signers.set_value(text.signers)

    def text(self, body: str) -> EditedText:
        """Return what stands here, with the body below it."""
        return EditedText(
            id=self._id,
            language=self._language,
            title=self._title.text(),
            kind=str(self._kind.value()),
            covers=self._covers.value(),
            indications=self._indications.text(),
            asked=str(self._asked.value()),
            needed=str(self._needed.value()),
            valid_days=self._days.text(),
            taken_back=str(self._taken_back.value()),
            signers=self._signers.value(),
            guardian_under=self._under.text(),
            body=body,
        )

    def show_problems(self, problems: Iterable[TextProblem]) -> None:
        """Say beside each field what is wrong with it."""
        told = {problem.field: problem.sentence for problem in problems if problem.field}
        for name, field in self._fields().items():
            if isinstance(field, Field):
                if name in told:
                    field.set_error(told[name])
                elif field.message_state == "error":
                    field.clear_message()

    def go_to(self, name: str) -> None:
        """Put the cursor into a field."""
        field = self._fields().get(name, self._title)
        field.setFocus()


class _Marks(QGroupBox):
    """Some of several things, each with a mark. A value that is not offered here stays what it is."""

    edited = Signal()

    def __init__(self, title: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(title)
        self._order: list[str] = []
        self._marks: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setSpacing(theme.px("space_4"))
        for value, words in choices:
            mark = QCheckBox(words)
            mark.clicked.connect(self._on_clicked)
            self._marks[value] = mark
            column.addWidget(mark)
        column.addStretch(1)
        self.setFocusProxy(next(iter(self._marks.values())))

    def value(self) -> str:
        """Return what is marked, in the order it was in before, and what came to it behind."""
        chosen = {value for value, mark in self._marks.items() if mark.isChecked()}
        kept = [value for value in self._order if value in chosen or value not in self._marks]
        return ", ".join([*kept, *(value for value in self._marks if value in chosen and value not in kept)])

    def set_value(self, value: str) -> None:
        """Mark these."""
        self._order = value.split(", ") if value else []
        for name, mark in self._marks.items():
            mark.setChecked(name in self._order)

    def _on_clicked(self, _on: bool) -> None:
        self.edited.emit()


def _choices(kinds: type[StrEnum], words: object) -> list[tuple[object, str]]:
    return [(one, words(one)) for one in kinds]  # type: ignore[operator]


def _treatments() -> list[tuple[str, str]]:
    found = [(name, protocol.title) for name, protocol in protocols.load_all()[0].items()]
    return [(ANY_TREATMENT, _("Any treatment")), *found]
