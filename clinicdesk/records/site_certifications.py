"""The clinic's own place in a programme: under which number it is certified, who answers for it, and until when."""

from dataclasses import dataclass
from datetime import date, timedelta

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import programmes
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.storage.entry import Value, insert, update

WARN_DAYS = 30
"""How long before its last day a certification is called for renewal. Our own choice: a month for the paperwork."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCertification:
    """A certification as written down; ``version`` is empty while it is new. Both days are included."""

    programme: str
    number: str = ""
    representative: str = ""
    phone: str = ""
    email: str = ""
    certified_on: date | None = None
    valid_until: date | None = None
    version: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the clinic is certified on a day."""
        return self.certified_on is not None and self.certified_on <= day <= (self.valid_until or day)


def of(desk: Desk, programme: str) -> SiteCertification:
    """Return the clinic's certification in a programme; an empty one where there is none."""
    row = desk.row("SELECT * FROM site_certifications WHERE id = ?", programme)
    if row is None:
        return SiteCertification(programme=programme)
    return SiteCertification(
        programme=programme,
        number=row["number"] or "",
        representative=row["representative"],
        phone=row["phone"] or "",
        email=row["email"] or "",
        certified_on=date.fromisoformat(row["certified_on"]),
        valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        version=row["version"],
    )


def certify(desk: Desk, certification: SiteCertification) -> None:
    """Write the certification down as it now stands. Raises ``BadValue`` and ``ChangedElsewhere``."""
    programmes.get(certification.programme)
    columns = _checked(certification)
    change = (
        update("site_certifications", certification.programme, certification.version, **columns)
        if certification.version
        else insert("site_certifications", certification.programme, **columns)
    )
    desk.record("site.certify", change)


def problem(desk: Desk, programme: str, day: date) -> str | None:
    """Return why the clinic's place in a programme does not allow a session on a day, as a sentence, or None."""
    standing, name = of(desk, programme), programmes.title_of(programme)
    if standing.holds_on(day):
        return None
    if standing.certified_on is None:
        sentence = _("This clinic's certification in {programme} is not written down. Settings, Programmes.")
    elif day < standing.certified_on:
        sentence = _("This clinic is certified in {programme} only from {day}.")
    else:
        sentence = _("This clinic's certification in {programme} ended on {day}. Renew it first.")
    end = standing.certified_on if standing.certified_on and day < standing.certified_on else standing.valid_until
    return sentence.format(programme=name, day=format_date(end))


def to_renew(desk: Desk, day: date, only: str = "") -> tuple[str, ...]:
    """Return, as sentences, which certifications have ended on a day or end within ``WARN_DAYS`` of it.

    ``only`` looks at one programme. One that was never written down, or has no end, is none of them.
    """
    found: list[str] = []
    for programme in (only,) if only else programmes.known():
        standing = of(desk, programme)
        if standing.valid_until is None or standing.valid_until > day + timedelta(days=WARN_DAYS):
            continue
        words = _("This clinic's certification in {programme} ends on {day}. Renew it before: nothing starts after.")
        soon = words.format(programme=programmes.title_of(programme), day=format_date(standing.valid_until))
        found.append(soon if standing.holds_on(day) else problem(desk, programme, day) or soon)
    return tuple(found)


def _checked(certification: SiteCertification) -> dict[str, Value]:
    texts: dict[str, Value] = {}
    for name in ("number", "representative", "phone", "email"):
        text = clean_line(getattr(certification, name))
        if len(text) > LONGEST_TEXT:
            raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), name)
        texts[name] = text or None
    if texts["representative"] is None:
        raise BadValue(_("Write who answers for the clinic towards the programme."), "representative")
    if certification.certified_on is None:
        raise BadValue(_("Write since when the clinic is certified."), "certified_on")
    if certification.valid_until and certification.valid_until < certification.certified_on:
        raise BadValue(_("The last day is before the first. Check both."), "valid_until")
    return {
        **texts,
        "certified_on": certification.certified_on.isoformat(),
        "valid_until": certification.valid_until.isoformat() if certification.valid_until else None,
    }
