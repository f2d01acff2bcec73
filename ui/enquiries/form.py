"""The form of an enquiry: what somebody says on the phone in a minute, in the order they say it."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.formats import format_date_time
from clinicdesk.language import _
from clinicdesk.records import duplicates, enquiries
from clinicdesk.records.enquiries import Enquiry
from clinicdesk.rules.typed_person import fields_from
from ui import theme
from ui.shell.form_draft import FormDraft
from ui.shell.possible_matches import PossibleMatches
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.phone_field import PhoneField
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField

MATCHES_AFTER_MS = 250


class EnquiryForm(Card):
    """Takes an enquiry, or corrects one. What is typed and not saved is kept as a draft.

    Signals:
        enquiry_saved(str): It is written down.
        patient_opened(str): Whoever asks is a patient already, and the person wants that chart.
    """

    enquiry_saved = Signal(str)
    patient_opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("New enquiry"))
        self._desk = desk
        self._before: Enquiry | None = None
        self._fields = {
            "name": TextField(_("&Name")),
            "phone": PhoneField(_("&Phone")),
            "reason": TextField(_("Rea&son"), placeholder=_("What the person asks for")),
            "referrer": TextField(_("Sent &by"), placeholder=_("A clinician, a friend, the web site …")),
            "email": TextField(_("&E-mail")),
        }
        self._problem = MessageStrip()
        self._matches = PossibleMatches()
        self._recorded: dict[str, str] = {}
        self._draft = FormDraft(desk, self._typed, self._version, self)
        self._build()
        self._connect()
        self.start_new()

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px("space_4"), 0)
        for part in (self._problem, self._matches, *self._fields.values()):
            column.addWidget(part)
        column.addStretch(1)
        # In a low window the fields scroll, and the buttons stay.
        self.add(ScrollArea(inside, see_through=True), 1)
        self._save = button(_("Save enquiry"), kind="primary", shortcut="Ctrl+S")
        self._empty = button(_("Empty the form"), kind="quiet")
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._save)
        row.addWidget(self._empty)
        row.addStretch(1)
        self.add(row)

    def _connect(self) -> None:
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MATCHES_AFTER_MS)
        self._timer.timeout.connect(self._look_for_matches)
        for field in self._fields.values():
            field.edited.connect(self._on_edited)
            field.left.connect(self._draft.note_left)
        self._draft.refused.connect(self._on_refused)
        self._matches.patient_opened.connect(self.patient_opened)
        self._save.clicked.connect(self._on_save)
        self._empty.clicked.connect(self._on_empty)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the name. (A focus proxy would make Tab pass by the possible matches above it.)"""
        super().focusInEvent(event)
        self._fields["name"].setFocus(event.reason())

    def start_new(self) -> None:
        """Show the empty form, or what was typed and not saved."""
        self._draft.keep()
        self._show(None, _("New enquiry"), "enquiry:new", {})

    def show_enquiry(self, asked: Enquiry) -> None:
        """Show an enquiry to be corrected; one that is done is only to be read."""
        self._draft.keep()
        taken = format_date_time(self._desk.local(asked.taken_at))
        title = _("Enquiry of {time}").format(time=taken)
        self._show(asked, title, f"enquiry:{asked.id}", {name: getattr(asked, name) for name in self._fields})

    def _show(self, before: Enquiry | None, title: str, place: str, texts: dict[str, str]) -> None:
        self._before = before
        self._draft.place, self._draft.typing = place, False
        self._problem.clear()
        self.set_title(title)
        found = self._draft.found()
        self._recorded = texts
        if found is not None:
            texts, self._draft.typing = self._over_recorded(**found[1]), True
        for name, field in self._fields.items():
            if field.text() != texts.get(name, ""):  # else the cursor stays where it is
                field.set_text(texts.get(name, ""))
            field.set_read_only(before is not None and not before.is_open)
        self._save.setVisible(before is None or before.is_open)
        self._empty.setVisible(before is None or self._draft.typing)
        self._look_for_matches()

    def leave(self) -> None:
        """Keep what is typed before something else is shown."""
        self._draft.keep()

    def _typed(self) -> dict[str, dict[str, str]]:
        return {"texts": self._texts(), "base": self._recorded}

    def _over_recorded(self, texts: dict[str, str], base: dict[str, str]) -> dict[str, str]:
        """Return what is recorded now, with what was typed over what stood there when the typing began."""
        touched = {name: text for name, text in texts.items() if text != base.get(name, "")}
        return self._recorded | touched

    def _texts(self) -> dict[str, str]:
        return {name: field.text() for name, field in self._fields.items()}

    def _version(self) -> str | None:
        return self._before.version if self._before else None

    def _on_edited(self) -> None:
        self._draft.note_typing()
        self._timer.start()
        self._problem.clear()

    def _on_refused(self, sentence: str) -> None:
        self._problem.show_message("danger", sentence)

    def _on_empty(self) -> None:
        self._draft.drop()
        if self._before is not None:
            self.show_enquiry(self._before)
        else:
            self.start_new()
        self._fields["name"].setFocus()

    def settle(self, enquiry_id: str) -> bool:
        """Save what is typed into an enquiry, if anything is; return whether nothing typed is left over."""
        here = self._before is not None and self._before.id == enquiry_id
        return not (here and self._draft.typing) or self._write_down() is not None

    def _on_save(self) -> None:
        enquiry_id = self._write_down()
        if enquiry_id is not None:
            self.enquiry_saved.emit(enquiry_id)

    def _write_down(self) -> str | None:
        """Write down what stands there, or say what is wrong with it and return nothing."""
        try:
            if self._before is None:
                enquiry_id = enquiries.take(self._desk, **self._texts())
            else:
                enquiry_id = self._before.id
                enquiries.change(self._desk, self._before, **self._texts())
        except BadValue as refused:
            field = self._fields.get(refused.field or "")
            if field is not None:
                field.set_error(str(refused))
                field.setFocus()
            else:
                self._problem.show_message("danger", str(refused))
            return None
        except ClinicDeskError as refused:
            self._problem.show_message("danger", str(refused))
            return None
        self._draft.drop()
        self._draft.typing = False
        return enquiry_id

    def _look_for_matches(self) -> None:
        """Say whether whoever asks is a patient already."""
        if self._before is not None and not self._before.is_open:
            self._matches.show_matches(())
            return
        today = self._desk.local(self._desk.now()).date()
        said = fields_from(self._fields["name"].text(), today)
        found = duplicates.matches(
            self._desk,
            family_name=said.get("family_name", ""),
            given_name=said.get("given_name", ""),
            birth_date=None,
            phones=[self._fields["phone"].text()],
        )
        self._matches.show_matches(found)
