"""First step: the practice, as it will stand on every paper."""

from PySide6.QtCore import QLocale, QTimeZone
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk.language import _
from ui import theme
from ui.shell.logo_field import LogoField
from ui.shell.step import Step
from ui.shell.time_zones import time_zones
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import TextAreaField, TextField

_LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "CR", "DO", "GT", "NI", "PA", "PR", "SV", "VE"})


class PracticeStep(Step):
    """Name, address, phone, logo, paper and time zone."""

    def __init__(self) -> None:
        super().__init__(_("The practice"), _("It stands on every paper. All of it can be changed later in Settings."))
        self.practice_name = TextField(_("&Name of the practice"), required=True)
        self.address = TextAreaField(_("&Address"), lines=2)
        self.phone = TextField(_("P&hone"))
        self.paper = ChoiceField(_("Paper &size"), [("Letter", _("Letter")), ("A4", _("A4"))], required=True)
        self.zone = ChoiceField(_("&Time zone"), [(zone, zone) for zone in time_zones()], required=True)
        self.logo = LogoField()
        self._build()
        self.paper.set_value(_usual_paper())
        self.zone.set_value(_zone_of_this_pc())

    def _build(self) -> None:
        self.add(self.practice_name)
        self.add(self.address)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self.phone, 3)
        row.addWidget(self.paper, 2)
        row.addWidget(self.zone, 4)
        self.add(row)
        self.add(self.logo)
        self.fill()
        # Paper and zone are chosen already; whoever wants others reaches them with Tab.
        self.last_line = self.phone.line

    def enter(self) -> None:
        """Begin with the name."""
        self.practice_name.setFocus()

    def is_complete(self) -> bool:
        """A name, a paper and a zone are needed."""
        if not self.practice_name.text():
            self.practice_name.set_error(_("Give the name of the practice; it prints on every paper."))
            self.practice_name.setFocus()
            return False
        if self.zone.value() is None:
            self.zone.set_error(_("Choose the time zone the practice works in."))
            self.zone.setFocus()
            return False
        return True


def _zone_of_this_pc() -> str | None:
    # A temporary's bytes: taken out before the object goes.
    found = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    return found if found in time_zones() else None


def _usual_paper() -> str:
    locale = QLocale.system()
    country = locale.territoryToCode(locale.territory())
    return "Letter" if country in _LETTER_COUNTRIES or not country else "A4"
