"""Adding or changing one chair or room."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import chairs
from clinicdesk.records.chairs import Chair
from ui import theme
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label


def kind_name(kind: str) -> str:
    """Return a chair's kind as people say it."""
    return {"chair": _("Chair"), "room": _("Room")}[kind]


class ChairForm(QDialog):
    """Name and kind.

    Signals:
        saved(str): It was recorded; carries the name.
    """

    saved = Signal(str)

    def __init__(self, desk: Desk, chair: Chair | None, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._chair = chair
        title = _("Add a chair or room") if chair is None else _("Change a chair or room")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._strip = MessageStrip()
        self._name = TextField(_("&Name"), required=True)
        self._kind = ChoiceField(_("&Kind"), [(kind, kind_name(kind)) for kind in chairs.KINDS], required=True)
        self._save = button(_("&Save"), kind="primary")
        self._cancel = button(_("Cancel"))
        self._build(title)
        self._name.set_text(chair.name if chair is not None else "")
        self._kind.set_value(chair.kind if chair is not None else "chair")
        self._name.setFocus()
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.reject)

    def _build(self, title: str) -> None:
        column = QVBoxLayout(self)
        edge = theme.px("space_24")
        column.setContentsMargins(edge, edge, edge, theme.px("space_16"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(title, "h2"))
        column.addWidget(self._strip)
        column.addWidget(self._name)
        column.addWidget(self._kind)
        bar = QHBoxLayout()
        bar.addStretch(1)
        bar.addWidget(self._cancel)
        bar.addWidget(self._save)
        column.addLayout(bar)
        self._save.setDefault(True)
        self.setMinimumWidth(theme.px("base") * 30)

    def _on_save(self) -> None:
        name, kind = self._name.text(), str(self._kind.value())
        try:
            if self._chair is None:
                chairs.add(self._desk, name=name, kind=kind)
            else:
                chairs.change(self._desk, self._chair, name=name, kind=kind)
        except ClinicDeskError as problem:
            if isinstance(problem, BadValue) and problem.field == "name":
                self._name.set_error(str(problem))
                self._name.setFocus()
            else:
                self._strip.show_message("danger", str(problem))
            return
        self.accept()
        self.saved.emit(name)
