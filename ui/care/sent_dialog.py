"""That a letter was sent: how, where to, when, and by which permission."""

from datetime import date

from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import care_team, letters
from clinicdesk.records.care_team import CareMember
from clinicdesk.records.letters import LetterLine, Way
from clinicdesk.rules.dates import parse_date
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import ParsedField, TextField


class SentDialog(FormDialog):
    """Nothing is sent from here: it is written down that somebody did."""

    def __init__(self, over: QWidget, desk: Desk, letter: LetterLine, to: CareMember | None) -> None:
        self._desk, self._letter, self._member = desk, letter, to
        today = desk.local(desk.now()).date()

        def parse(text: str) -> date:
            return parse_date(text, today)

        release = letters.release_for(desk, letter)
        self._way = ChoiceField(_("&How"), [(way, letters.way_name(way)) for way in Way], required=True)
        self._to = TextField(_("&Where to"))
        self._on = ParsedField(_("&On"), parse, format_date, required=True)
        self._despite = TextField(_("Wh&y without a permission"), placeholder=_("Treatment, as the law allows"))
        fields = {"way": self._way, "to": self._to, "on": self._on, "despite": self._despite}
        title = _("The letter to {name} was sent").format(name=letter.recipient)
        super().__init__(over, title, release.words, fields, _("Write down"))
        self._despite.setVisible(not release.covers_a_letter)
        self._way.set_value(_likely(to))
        self._on.set_value(today)
        self._show_where()
        self._way.edited.connect(self._show_where)

    def _show_where(self) -> None:
        """Offer the number or address that the care team has for this way."""
        self._to.set_text(_place(self._member, self._way.value()))

    def record(self) -> None:
        """Write the sending down."""
        letters.record_sent(
            self._desk,
            self._letter.note_id,
            way=str(self._way.value() or ""),
            to=self._to.text(),
            on=self._on.value(),
            despite=self._despite.text() if not self._despite.isHidden() else "",
        )


def _likely(to: CareMember | None) -> Way:
    return Way.FAX if to is not None and to.fax else Way.POST


def _place(to: CareMember | None, way: object) -> str:
    if to is None:
        return ""
    places = {Way.FAX: to.fax, Way.EMAIL: to.email, Way.POST: ", ".join(to.address.splitlines())}
    return places.get(Way(str(way)), "")


def member_of(desk: Desk, letter: LetterLine) -> CareMember | None:
    """Return whom a letter goes to, if they still stand in the care team."""
    found = care_team.of_patient(desk, letter.patient_id)
    return next((one for one in found if one.id == letter.recipient_id), None)
