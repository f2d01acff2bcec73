"""A dose given in devices of a fixed amount, such as a nasal spray. Source of the numbers: the protocol file."""

from dataclasses import dataclass

from clinicdesk.errors import BadValue
from clinicdesk.language import _, ngettext
from clinicdesk.rules.dose_rules import DeviceRule
from clinicdesk.rules.quantities import decimal_text, dose_text


@dataclass(frozen=True, slots=True)
class DeviceDose:
    """So many devices, ``minutes_between`` one and the next. Nothing flows: it has no volume and no rate."""

    dose_micrograms: int
    device_micrograms: int
    minutes_between: int

    @property
    def devices(self) -> int:
        """How many devices make the dose."""
        return self.dose_micrograms // self.device_micrograms

    @property
    def duration_minutes(self) -> int:
        """From the first device to the last."""
        return (self.devices - 1) * self.minutes_between

    @property
    def total_microlitres(self) -> int:
        """Nothing flows."""
        return 0

    @property
    def rate_microlitres_per_hour(self) -> int:
        """Nothing flows."""
        return 0

    @property
    def actual_weight_grams(self) -> int | None:
        """The dose does not go by weight."""
        return None

    def lines(self) -> tuple[str, ...]:
        """Return the dose as it is read and checked."""
        count = ngettext("{count} device of {each}", "{count} devices of {each}", self.devices).format(
            count=self.devices, each=dose_text(self.device_micrograms)
        )
        lines = [_("{dose} = {devices}").format(dose=dose_text(self.dose_micrograms), devices=count)]
        if self.devices > 1:
            words = _("{minutes} min between one device and the next: {total} min in all")
            lines.append(
                words.format(minutes=self.minutes_between, total=decimal_text(self.duration_minutes, 1)),
            )
        return tuple(lines)


def device_dose(rule: DeviceRule, dose_micrograms: int) -> DeviceDose:
    """Return a dose in devices. Raises BadValue for a dose that is no whole number of devices, or above the limit."""
    if dose_micrograms <= 0 or dose_micrograms % rule.device_micrograms:
        raise BadValue(
            _("The dose must be a whole number of devices of {each}.").format(each=dose_text(rule.device_micrograms)),
            "dose",
        )
    if dose_micrograms > rule.max_dose_micrograms:
        raise BadValue(
            _("{dose} is more than this protocol's limit of {cap}. Lower the dose.").format(
                dose=dose_text(dose_micrograms), cap=dose_text(rule.max_dose_micrograms)
            ),
            "dose",
        )
    return DeviceDose(dose_micrograms, rule.device_micrograms, rule.minutes_between)


def check_devices(rule: DeviceRule, dose: DeviceDose, *, first: bool) -> tuple[str, ...]:
    """Return what is unusual about a dose, as questions. ``first``: it is the first one of the series."""
    if first and dose.dose_micrograms != rule.first_dose_micrograms:
        return (
            _("A series of this protocol begins with {usual}, not {dose}. Is it right?").format(
                usual=dose_text(rule.first_dose_micrograms), dose=dose_text(dose.dose_micrograms)
            ),
        )
    if dose.dose_micrograms not in rule.doses_micrograms:
        usual = ", ".join(dose_text(one) for one in rule.doses_micrograms)
        return (
            _("{dose} is not a usual dose of this protocol ({usual}). Is it right?").format(
                dose=dose_text(dose.dose_micrograms), usual=usual
            ),
        )
    return ()
