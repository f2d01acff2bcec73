"""The time zones a person may choose from."""

from zoneinfo import available_timezones

_NOT_PLACES = ("Etc/", "posix/", "right/", "SystemV/")


def time_zones() -> list[str]:
    """Return the zones that are named after places; abbreviations such as EST say nothing about summer time."""
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(_NOT_PLACES))
