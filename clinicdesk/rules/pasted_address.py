"""Addresses as they are pasted: one line or several, in the shapes of the United States, Britain and the continent.

Conservative: an address is only taken apart where a postal code in its right place shows which shape it has. What is
not understood stays in the street, so that nothing is ever lost.
"""

import re
from dataclasses import dataclass, replace


def _listed(names: str) -> frozenset[str]:
    return frozenset(names.split(","))


_STATES = _listed(
    "AL,AK,AZ,AR,CA,CO,CT,DE,DC,FL,GA,HI,ID,IL,IN,IA,KS,KY,LA,ME,MD,MA,MI,MN,MS,MO,MT,NE,NV,"
    "NH,NJ,NM,NY,NC,ND,OH,OK,OR,PA,PR,RI,SC,SD,TN,TX,UT,VT,VA,WA,WV,WI,WY,GU,VI,AS,MP,AA,AE,AP"
)
"""What the postal service writes for states, territories and forces (USPS Publication 28, appendix B)."""

_STATE_NAMES = _listed(
    "alabama,alaska,arizona,arkansas,california,colorado,connecticut,delaware,district of columbia,florida,georgia,"
    "hawaii,idaho,illinois,indiana,iowa,kansas,kentucky,louisiana,maine,maryland,massachusetts,michigan,minnesota,"
    "mississippi,missouri,montana,nebraska,nevada,new hampshire,new jersey,new mexico,new york,north carolina,"
    "north dakota,ohio,oklahoma,oregon,pennsylvania,puerto rico,rhode island,south carolina,south dakota,tennessee,"
    "texas,utah,vermont,virginia,washington,west virginia,wisconsin,wyoming"
)
_COUNTRIES = _listed(
    "usa,us,u.s.a.,u.s.,united states,united states of america,uk,u.k.,united kingdom,great britain,england,scotland,"
    "wales,northern ireland,ireland,germany,deutschland,austria,österreich,switzerland,schweiz,suisse,svizzera,france,"
    "italy,italia,spain,españa,portugal,netherlands,the netherlands,nederland,belgium,belgië,belgique,luxembourg,"
    "denmark,danmark,sweden,sverige,norway,norge,finland,suomi,poland,polska,czech republic,czechia,canada"
)
_COUNTIES = _listed(
    "kent,surrey,essex,east sussex,west sussex,norfolk,suffolk,devon,cornwall,dorset,somerset,cumbria,merseyside,"
    "greater manchester,tyne and wear,west midlands,rutland,northumberland,middlesex,county durham"
)
_ROAD = re.compile(
    r"\b(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|way|court|ct|place|pl|circle|cir|terrace|ter|"
    r"parkway|pkwy|highway|hwy|square|sq|trail|trl|loop|crescent|close|rue|via|calle|avenida|weg|allee)\b\.?"
    r"|(?:straße|strasse|str\.|gasse|platz|straat|laan|gatan|vej|vägen)\b",
    re.I,
)
_ROAD_BEFORE = re.compile(rf"(?:{_ROAD.pattern})$", re.I)
_UNIT = re.compile(r"^(?:apt|apartment|unit|suite|ste|floor|fl|room|rm|#|no)\b|^#", re.I)

_STATE = r"(?P<region>[A-Za-z][A-Za-z. ]*?)"
_US = re.compile(rf"(?:(?P<city>\D[^,]*?)\s*,\s*)?{_STATE}\s*,?\s*(?P<code>\d{{5}}(?:-\d{{4}})?)$")
_US_NO_COMMA = re.compile(r"(?P<city>.*\S)\s+(?P<region>[A-Za-z]{2})\s+(?P<code>\d{5}(?:-\d{4})?)$")
_UK = re.compile(r"(?:^|(?P<city>.*\S)\s+)(?P<code>[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})$", re.I)
_CONTINENT = re.compile(
    r"(?P<code>(?:[A-Z]{1,2}\s?-\s?)?(?:\d{4}\s?[A-Z]{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{3}\s\d{2}|\d{4,5}))\s+"
    r"(?P<city>[^\W\d_](?:[^\d]*|.*\bCEDEX(?:\s\d+)?))$"
)


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address, by the fields they go into; an empty one was not found."""

    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""

    @property
    def understood(self) -> bool:
        """Whether it was taken apart; otherwise everything stands in the street."""
        return bool(self.postal_code)


def parse_address(text: str) -> Address:
    """Return the parts of a pasted address; where its shape is not known, all of it as the street.

    >>> parse_address("8 Lakeview Drive, Duluth, MN 55804")
    Address(street='8 Lakeview Drive', city='Duluth', region='MN', postal_code='55804', country='')
    """
    parts = [" ".join(part.split()) for part in re.split(r"[\n\r,;•|]+", text)]
    parts = [part for part in parts if part]
    whole = Address(street=", ".join(" ".join(line.split()).strip(" ,") for line in text.splitlines() if line.strip()))
    country = parts.pop() if len(parts) > 1 and parts[-1].lower() in _COUNTRIES else ""
    for shape in (_american, _british, _continental):
        found = shape(parts)
        if found is not None:
            return replace(found, country=country)
    return whole


def _american(parts: list[str]) -> Address | None:
    """Read ``…, Duluth, MN 55804``, also with the city and the state on one line or the code alone on the last."""
    for width in (1, 2, 3):
        if len(parts) < width:
            break
        found = _US.fullmatch(", ".join(parts[-width:]))
        region = found["region"].strip().rstrip(".") if found else ""
        if found and _is_state(region) and found["city"]:
            return _told(parts[:-width], found["city"], region, found["code"])
        if found and _is_state(region) and width == 1 and len(parts) > 2:
            return _told(parts[:-2], parts[-2], region, found["code"])
    loose = _US_NO_COMMA.fullmatch(parts[-1]) if parts else None
    if loose and loose["region"].upper() in _STATES and (loose["region"].isupper() or len(parts) > 1):
        return _loose(parts[:-1], loose["city"], loose["region"], loose["code"])
    return None


def _loose(before: list[str], words: str, region: str, code: str) -> Address | None:
    """Part ``8 Lakeview Drive Duluth`` behind its last word for a road; ``Duluth`` alone on its line is a city."""
    roads = [road for road in _ROAD.finditer(words) if not _is_saint(words, road)]
    if not roads:
        return _told(before, words, region, code) if before and not any(map(str.isdigit, words)) else None
    cut = roads[-1].end()
    street, city = words[:cut].strip(), words[cut:].strip()
    if not city or any(map(str.isdigit, city)) or _UNIT.match(city):
        return None
    return _told([*before, street], city, region, code)


def _is_saint(words: str, road: re.Match[str]) -> bool:
    """Tell whether a "St" belongs to a city such as St. Paul: it begins the words, or stands right behind a road."""
    before = words[: road.start()].rstrip()
    return (
        road[0].lower().startswith("st")
        and len(road[0]) < 4
        and (not before or _ROAD_BEFORE.search(before) is not None)
    )


def _has_road(city: str) -> bool:
    return any(not _is_saint(city, road) for road in _ROAD.finditer(city))


def _is_state(region: str) -> bool:
    return region.upper() in _STATES or region.lower() in _STATE_NAMES


def _british(parts: list[str]) -> Address | None:
    """Read ``…, Leeds, LS1 4DY`` or ``…, Leeds LS1 4DY``; a county before the code is the region."""
    found = _UK.fullmatch(parts[-1]) if parts else None
    if found is None:
        return None
    before = [*parts[:-1], found["city"]] if found["city"] else parts[:-1]
    region = ""
    if len(before) > 2 and (before[-1].lower() in _COUNTIES or before[-1].lower().endswith("shire")):
        region = before.pop()
    if len(before) < 2 or any(map(str.isdigit, before[-1])) or _has_road(before[-1]):
        return None
    return _told(before[:-1], before[-1], region, found["code"].upper())


def _continental(parts: list[str]) -> Address | None:
    """Read ``Hafenweg 12, 48143 Münster``: the code before the city, and a street with a number before both."""
    found = _CONTINENT.fullmatch(parts[-1]) if len(parts) > 1 else None
    if found is None or _has_road(found["city"]) or _UNIT.match(parts[-2]):
        return None
    if not any(sign.isdigit() for part in parts[:-1] for sign in part):
        return None
    return _told(parts[:-1], found["city"], "", found["code"])


def _told(street: list[str], city: str, region: str, code: str) -> Address | None:
    lines = ", ".join(street).strip()
    return Address(lines, city.strip(), region.strip(), code.strip()) if lines else None
