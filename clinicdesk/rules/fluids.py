"""A fluid with what the prescriber adds to it: volume over time, in the prescriber's words. No dose, no claim."""

from dataclasses import dataclass

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.dose_rules import FluidRule
from clinicdesk.rules.pump import equals, possible_rate
from clinicdesk.rules.quantities import decimal_text, rate_text, volume_text

_LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class FluidDose:
    """A volume over a time. ``contents``: what else goes into the bag, one line each, as the prescriber wrote it."""

    fluid: str
    contents: tuple[str, ...]
    total_microlitres: int
    duration_minutes: int
    rate_microlitres_per_hour: int

    @property
    def dose_micrograms(self) -> int:
        """What is in a fluid stands in words; it has no amount that is counted."""
        return 0

    @property
    def actual_weight_grams(self) -> int | None:
        """The volume does not go by weight."""
        return None

    def lines(self) -> tuple[str, ...]:
        """Return the fluid, what is added, and the rate, as they are read and checked."""
        exact = self.total_microlitres * 60 == self.rate_microlitres_per_hour * self.duration_minutes
        return (
            _("{fluid}, {volume}").format(fluid=self.fluid, volume=volume_text(self.total_microlitres)),
            *(_("with {content}").format(content=content) for content in self.contents),
            _("{total} over {minutes} min {equals} {rate}").format(
                total=volume_text(self.total_microlitres),
                minutes=decimal_text(self.duration_minutes, 1),
                equals=equals(exact),
                rate=rate_text(self.rate_microlitres_per_hour),
            ),
        )


def fluid_dose(fluid: str, contents: tuple[str, ...], volume_microlitres: int, duration_minutes: int) -> FluidDose:
    """Return a fluid with its rate. Raises BadValue when something is missing or no pump gives it."""
    name = " ".join(fluid.split())
    if not name:
        raise BadValue(_("Type the name of the fluid, as it stands on the bag."), "fluid")
    added = tuple(" ".join(line.split()) for line in contents if line.strip())
    if max(map(len, (name, *added))) > _LONGEST_WORDS:
        raise BadValue(_("This line is too long. Write one content on each line."), "contents")
    if volume_microlitres <= 0:
        raise BadValue(_("Type the volume of the bag in mL."), "bag")
    return FluidDose(
        name, added, volume_microlitres, duration_minutes, possible_rate(volume_microlitres, duration_minutes)
    )


def check_fluid(rule: FluidRule, dose: FluidDose) -> tuple[str, ...]:
    """Return what is unusual about a fluid, as questions; the limits are the protocol file's."""
    questions: list[str] = []
    if dose.total_microlitres > rule.ask_above_microlitres:
        questions.append(
            _("{volume} is more than the usual {most}. Is it right?").format(
                volume=volume_text(dose.total_microlitres), most=volume_text(rule.ask_above_microlitres)
            )
        )
    if dose.rate_microlitres_per_hour > rule.ask_above_microlitres_per_hour:
        questions.append(
            _("{rate} is faster than the usual {most}. Is it right?").format(
                rate=rate_text(dose.rate_microlitres_per_hour), most=rate_text(rule.ask_above_microlitres_per_hour)
            )
        )
    return tuple(questions)
