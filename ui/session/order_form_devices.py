"""The order of a drug that comes in devices of a fixed amount: how many milligrams, so how many devices."""

from typing import cast

from clinicdesk.errors import BadValue
from clinicdesk.language import _, ngettext
from clinicdesk.records.sessions import Body
from clinicdesk.rules.devices import device_dose
from clinicdesk.rules.dosing import Dose
from clinicdesk.rules.protocol import DeviceRule
from clinicdesk.rules.quantities import dose_text
from ui.session.panel import Panel
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import Field


class DevicesForm:
    """One choice: the dose, from one device up to the protocol's limit."""

    def __init__(self, panel: Panel, rule: DeviceRule) -> None:
        self._rule = rule
        self._dose = ChoiceField(_("&Dose"), [(dose, _words(rule, dose)) for dose in _possible(rule)], required=True)
        panel.put("dose", self._dose)
        self.fields: list[Field] = [self._dose]

    def fill(self, before: Dose | None, _known: Body, /) -> None:
        """Begin with the order that counts, else with the dose a series begins with."""
        self._dose.set_value(before.dose_micrograms if before else self._rule.first_dose_micrograms)

    def body(self, known: Body, /) -> Body:
        """Return what is known: this dose does not go by weight."""
        return known

    def dose(self, _known: Body, /) -> Dose:
        """Return the chosen dose. Raises ``BadValue``."""
        chosen = cast("int | None", self._dose.value())
        if chosen is None:
            raise BadValue(_("Choose the dose."), "dose")
        return device_dose(self._rule, chosen)


def _possible(rule: DeviceRule) -> range:
    return range(rule.device_micrograms, rule.max_dose_micrograms + 1, rule.device_micrograms)


def _words(rule: DeviceRule, dose: int) -> str:
    count = dose // rule.device_micrograms
    return ngettext("{dose}: {count} device", "{dose}: {count} devices", count).format(
        dose=dose_text(dose), count=count
    )
