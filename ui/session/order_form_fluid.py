"""The order of a fluid: which, what is added, how much, over how long. Nothing is filled in beforehand."""

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.sessions import Body
from clinicdesk.rules.dosing import Dose
from clinicdesk.rules.fluids import FluidDose, fluid_dose
from clinicdesk.rules.typed_quantities import parse_millilitres
from ui.session.order_form import minutes, number, thousandths
from ui.session.panel import Panel, amount_field
from ui.widgets.field import Field
from ui.widgets.text_field import TextAreaField, TextField


class FluidForm:
    """The prescriber's own words and numbers."""

    def __init__(self, panel: Panel) -> None:
        self._fluid = TextField(_("&Fluid, as it stands on the bag"), required=True)
        self._contents = TextAreaField(_("What is added"), hint=_("One on each line, with its amount. Empty: nothing."))
        self._bag = amount_field(_("Ba&g (mL)"), parse_millilitres, thousandths, required=True)
        self._duration = amount_field(_("Over (min&utes)"), minutes, str, required=True)
        panel.put("fluid", self._fluid)
        panel.put("contents", self._contents)
        panel.put_row(("bag", self._bag), ("duration", self._duration))
        self.fields: list[Field] = [self._fluid, self._contents, self._bag, self._duration]

    def fill(self, before: Dose | None, _known: Body, /) -> None:
        """Begin with the order that counts, else empty."""
        if isinstance(before, FluidDose):
            self._fluid.set_text(before.fluid)
            self._contents.set_text("\n".join(before.contents))
            self._bag.set_value(before.total_microlitres)
            self._duration.set_value(before.duration_minutes)

    def body(self, known: Body, /) -> Body:
        """Return what is known: this dose does not go by weight."""
        return known

    def dose(self, _known: Body, /) -> Dose:
        """Return the fluid of what is typed. Raises ``BadValue``."""
        if not self._fluid.text():
            raise BadValue(_("Type the name of the fluid, as it stands on the bag."), "fluid")
        return fluid_dose(
            self._fluid.text(),
            tuple(self._contents.text().splitlines()),
            number(self._bag, "bag"),
            number(self._duration, "duration"),
        )
