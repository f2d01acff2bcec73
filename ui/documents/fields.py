"""What a person says about a document: its kind, title and day, and who is to review it."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import documents
from clinicdesk.records.documents import Document
from clinicdesk.rules.dates import parse_date
from ui import theme
from ui.documents.work import About
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import Field
from ui.widgets.text_field import ParsedField, TextField

_NOBODY = ""


class DocumentFields(QWidget):
    """Four fields, two by two.

    Signals:
        edited: The person changed one of them.
    """

    edited = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kind = ChoiceField(_("&Kind"), [(kind.id, kind.title) for kind in documents.kinds()], required=True)
        self._title = TextField(_("&Title"), hint=_("Without one it is called by its kind."))
        self._day: ParsedField[date] = ParsedField(
            _("&Date on the document"), self._parse_day, formats.format_date, hint=_("For example 02-Mar-2026")
        )
        self._reviewer = ChoiceField(_("To be &reviewed by"), self._reviewers())
        self._reviewer.set_value(_NOBODY)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px("space_12"))
        grid.setVerticalSpacing(0)
        for place, field in enumerate((self._kind, self._title, self._day, self._reviewer)):
            grid.addWidget(field, place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
            field.edited.connect(self.edited)
        self._kind.edited.connect(self._on_kind_chosen)
        self.setFocusProxy(self._kind)

    def show_document(self, document: Document) -> None:
        """Start from what is written about a document."""
        if document.kind not in documents.kinds():
            known = [(kind.id, kind.title) for kind in documents.kinds()]
            self._kind.set_choices([*known, (document.kind.id, document.kind.title)])
        self._kind.set_value(document.kind.id)
        self._title.set_text(document.title)
        self._day.set_value(document.dated_on)
        if document.reviewer_id is not None:
            known_ids = {member.id for member in documents.reviewers(self._desk)}
            gone = [] if document.reviewer_id in known_ids else [(document.reviewer_id, document.reviewer)]
            self._reviewer.set_choices([*self._reviewers(), *gone])
        self._reviewer.set_value(document.reviewer_id or _NOBODY)
        self._reviewer.setEnabled(document.reviewed_at is None)
        self._on_kind_chosen()

    def typed(self) -> dict[str, object]:
        """Return what stands in them, as text, to be kept."""
        return {
            "kind": self._kind.value(),
            "title": self._title.text(),
            "day": self._day.text(),
            "reviewer": self._reviewer.value(),
        }

    def show_typed(self, kept: dict[str, str]) -> None:
        """Show again what ``typed`` returned."""
        self._kind.set_value(kept["kind"])
        self._title.set_text(kept["title"])
        self._day.set_text(kept["day"])
        self._reviewer.set_value(kept["reviewer"])
        self._on_kind_chosen()

    def clear(self) -> None:
        """Empty the fields for another document."""
        self._kind.set_value(None)
        self._title.set_text("")
        self._day.set_value(None)
        self._reviewer.set_value(_NOBODY)
        self._kind.set_hint("")

    def about(self) -> About | None:
        """Return what was said, or None after telling what is missing at its field."""
        kind = self._kind.value()
        if kind is None:
            self._kind.set_error(_("Choose what kind of document this is."))
            self._kind.setFocus()
            return None
        if not self._day.check():
            self._day.setFocus()
            return None
        return About(str(kind), self._title.text(), self._day.value(), str(self._reviewer.value() or "") or None)

    def show_problem(self, problem: BadValue) -> bool:
        """Tell a problem at its field; return whether it has one here."""
        fields: dict[str, Field] = {
            "kind": self._kind,
            "title": self._title,
            "dated_on": self._day,
            "reviewer": self._reviewer,
        }
        field = fields.get(problem.field or "")
        if field is None:
            return False
        field.set_error(str(problem))
        field.setFocus()
        return True

    def _reviewers(self) -> list[tuple[object, str]]:
        people = documents.reviewers(self._desk)
        return [(_NOBODY, _("Nobody")), *((member.id, member.name) for member in people)]

    def _parse_day(self, text: str) -> date:
        return parse_date(text, self._desk.local(self._desk.now()).date())

    def _on_kind_chosen(self) -> None:
        chosen = self._kind.value()
        closed = chosen is not None and documents.kind_of(str(chosen)).clinical and not self._desk.sees("clinical")
        self._kind.set_hint(_("Once it is filed, only clinicians open it.") if closed else "")
