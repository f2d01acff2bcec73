"""What somebody at the desk types to find a person: fragments, swapped names, typing errors, writings of a date.

A query is drawn from what is known of one person. It counts only when it can tell that person from the others: where
more than two others fit what was typed as well or better, a further piece is added, as somebody at the desk would do
who sees a list of namesakes. Who fits is decided here, by comparing with every person and without the product's search:
with fewer errors is better; a beginning is no error, a typing error or another spelling is one.
"""

import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from tests.records.believable_people import Person

SHORTEST_END, LONGEST_END = 4, 9
"""Digits from which the end of a phone is an end, and from which more of them are a country code."""

MOST_AS_GOOD = 2
"""How many others may fit as well: with the one who was meant they are the three at the top of the list."""

# fmt: off
SPELLINGS = [set(group.split()) for group in (
    "smith smyth", "meyer meier maier mayer", "schmidt schmitt", "brown braun", "clark clarke", "reed reid",
    "stewart stuart", "phillips philips", "peterson petersen", "anderson andersson", "johnson jonson johnsson",
    "thompson thomson", "katherine catherine kathryn", "stephen steven", "mohammed muhammad mohamed mohammad",
    "ahmed ahmad", "hussain hussein husain", "hassan hasan", "aisha ayesha", "fatima fatimah", "yusuf youssef yousuf",
    "mahmoud mahmud", "abdullah abdulla", "khadija khadijah", "gonzalez gonzales", "rodriguez rodrigues", "lopez lopes",
    "gomez gomes", "sanchez sanches", "jimenez gimenez", "vasquez vazquez", "chavez chaves", "perez peres",
    "petrov petroff", "ivanov ivanoff", "smirnov smirnoff", "kowalski kovalski kowalsky", "kowalczyk kowalchik",
    "nowak novak", "horvath horvat", "krishnamurthy krishnamurti", "banerjee banerji", "sharma sarma",
    "chaudhary choudhary", "mueller muller", "schroeder schroder", "hoffmann hofman hoffman", "fischer fisher",
    "weber veber", "wagner vagner", "becker beker", "klein kline", "krueger kruger", "jaeger jager",
    "larsson larson", "nilsson nilson", "eriksson ericson erikson ericsson", "lindqvist lindquist lindkvist",
    "karlsson carlson carlsson", "hansen hanson", "jensen jenson", "sorensen sorenson", "aleksandr alexandr",
    "dmitri dmitry", "sergei sergey", "natalya natalia", "tatyana tatiana", "svetlana swetlana", "oksana oxana",
    "isabel isabelle", "sofia sophia", "elizabeth elisabeth", "michelle michele", "jeffrey jeffery", "sarah sarra",
    "anne annie", "karen karin", "carol karol", "brian bryan", "eric erik", "jonathan johnathan", "matthew mathew",
    "nicholas nicolas nikolas", "stefan stephan", "lefebvre lefevre", "macdonald mcdonald", "mckenzie mackenzie",
    "fitzgerald fitsgerald", "obrien obrian", "oconnor oconner", "kelly kelley", "bailey bayley", "taylor tailor",
    "allen allan", "harris haris", "white whyte", "cooper kooper", "rebecca rebekah", "christopher kristopher",
    "deborah debora", "philip filip", "yamamoto jamamoto", "wojcik woicik", "zofia sofia", "tomas thomas",
    "watanabe vatanabe", "suharto soeharto", "sukarno soekarno", "okonkwo okonkvo", "mehmet mehmed",
    "jackson jaxon", "moreau moreaux", "rossi rosi", "jorg joerg", "gunter guenter gunther", "jurgen juergen",
)]
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss",
                          "ʻ": " ", "’": " "})
# fmt: on


def plain(text: str) -> list[str]:
    """Return the words of a name in small letters without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).casefold()
    return re.findall(r"[^\W_]+", "".join(letter for letter in letters if not unicodedata.combining(letter)))


@dataclass(frozen=True)
class Piece:
    """One thing typed, and how many errors there are in it for each person, by number, who fits it at all."""

    text: str
    fits: Mapping[int, int]


@dataclass(frozen=True)
class Query:
    """What was typed, of which kind, and who was meant."""

    kind: str
    typed: str
    meant: Person


class Known:
    """What everybody is called and reached by, to tell whom a piece fits."""

    def __init__(self, everybody: Sequence[Person]) -> None:
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._by_end: dict[str, set[int]] = defaultdict(set)
        self._by_writing: dict[str, set[int]] = defaultdict(set)
        self._numbers = {person.number for person in everybody}
        self._tokens: dict[str, dict[int, int]] = {}
        for person in everybody:
            for word in _words_of(person):
                self._by_word[word].add(person.number)
            for text in writings(person.born):
                self._by_writing[text].add(person.number)
            for digits in (number for phone in (person.mobile, person.home) for number in _digits(phone)):
                for length in range(SHORTEST_END, len(digits) + 1):
                    self._by_end[digits[-length:]].add(person.number)

    def name(self, typed: str) -> Piece:
        """Return the piece for one or more words of names. Two errors in a word make it nobody's."""
        found = [self._token(token) for token in plain(typed)]
        everywhere = set.intersection(*map(set, found)) if found else set()
        fits = {number: sum(errors[number] for errors in found) for number in everywhere}
        return Piece(typed, fits | dict.fromkeys(self._begun("".join(plain(typed))), 0))

    def _token(self, token: str) -> dict[int, int]:
        if token not in self._tokens:
            half = len(token) // 2
            near = [
                word
                for word in self._by_word
                if (word[:half] == token[:half] or token[half + 1 :] in word) and _nearly(token, word)
            ]
            near += [word for group in SPELLINGS if token in group for word in group]
            fits = {number: 1 for word in near for number in self._by_word.get(word, ())}
            self._tokens[token] = fits | dict.fromkeys(self._begun(token), 0)
        return self._tokens[token]

    def _begun(self, start: str) -> set[int]:
        return {number for word, numbers in self._by_word.items() if word.startswith(start) for number in numbers}

    def digits(self, digits: str) -> dict[int, int]:
        """Return who has a phone that ends so, also where a country code was typed, or this record number."""
        tails = [digits] + [digits[more:] for more in (1, 2, 3) if len(digits) - more >= LONGEST_END]
        fits = dict.fromkeys((number for tail in tails for number in self._by_end.get(tail, ())), 0)
        return fits | dict.fromkeys({int(digits)} & self._numbers, 0)

    def born(self, text: str) -> dict[int, int]:
        """Return whose date of birth may be written like this; without signs it may also be another number."""
        fits = dict.fromkeys(self._by_writing.get(text, ()), 0)
        return fits | self.digits(text) if text.isdigit() else fits


def queries(everybody: Sequence[Person], count: int, seed: int) -> list[Query]:
    """Return so many queries, of each kind as many as ``KINDS`` says, the same ones for the same seed."""
    chance = random.Random(f"queries {seed}")
    known = Known(everybody)
    made: list[Query] = []
    for kind, (share, draw) in KINDS.items():
        wanted = len(made) + count * share // 100
        while len(made) < wanted:
            person = chance.choice(everybody)
            pieces = draw(chance, person, known)
            # A slip may make the word another one, or what cannot be recognised any more.
            if pieces and all(person.number in piece.fits for piece in pieces):
                typed = _told_apart(chance, person, pieces, known)
                made += [Query(kind, typed, person)] if typed else []
    return made


def _told_apart(chance: random.Random, person: Person, pieces: list[Piece], known: Known) -> str:
    """Return the text to type, with further pieces until it tells the person apart; empty when nothing does."""
    for _further in range(4):
        if _as_good(person, pieces) <= MOST_AS_GOOD:
            chance.shuffle(pieces)
            return " ".join(piece.text for piece in pieces)
        pieces = [*pieces, _any_other(chance, person, known, pieces)]
    return ""


def _as_good(person: Person, pieces: Sequence[Piece]) -> int:
    """Return how many others fit the pieces with no more errors than the one who was meant."""
    own = sum(piece.fits[person.number] for piece in pieces)
    fitting = set.intersection(*(set(piece.fits) for piece in pieces)) - {person.number}
    return sum(sum(piece.fits[number] for piece in pieces) <= own for number in fitting)


# Names ------------------------------------------------------------------------------------------------------------


def _words_of(person: Person) -> Iterator[str]:
    for name in (person.family, person.given, person.middle, person.preferred, person.former):
        words = plain(name)
        yield from words
        if len(words) > 1:
            yield "".join(words)
    if not person.family.isascii() and len(person.family) == 1:
        yield person.family + person.given


def _nearly(token: str, word: str) -> bool:
    """Say whether there is one typing error in a word of four letters, or in a beginning of five."""
    starts = {word} | ({word[: len(token) + more] for more in (-1, 0, 1)} if len(token) >= 5 else set())
    return len(token) >= 4 and any(_one_error(token, start) for start in starts)


def _one_error(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return (len(one) <= 1 and len(other) <= 1) or (len(one) == 2 and one == other[::-1])


def _beginning(chance: random.Random, name: str, shortest: int = 3) -> str:
    """Return the beginning of a name, or all of it; often in small letters and without accents."""
    cut = name[: chance.randint(min(shortest, len(name)), len(name))].rstrip(" '-.")
    if chance.random() < 0.4:
        return cut
    return " ".join(plain(cut)) if plain(cut) else name


def _fragments(chance: random.Random, person: Person, known: Known) -> list[Piece]:
    names = [name for name in (person.family, person.given) if name]
    return [known.name(_beginning(chance, name)) for name in names]


def _by_other_name(chance: random.Random, person: Person, known: Known) -> list[Piece]:
    others = [name for name in (person.preferred, person.former, person.middle) if name]
    if not others:
        return []
    return [known.name(_beginning(chance, chance.choice(others), 4)), known.name(_beginning(chance, person.given))]


def _mistyped(chance: random.Random, person: Person, known: Known) -> list[Piece]:
    names = [name for name in (person.family, person.given) if name]
    place = chance.randrange(len(names))
    words = plain(names[place])
    long = [at for at, word in enumerate(words) if len(word) >= 4 and word.isascii()]
    if not long:
        return []
    at = chance.choice(long)
    word = words[at]
    if len(word) >= 8 and chance.random() < 0.3:
        words = words[: at + 1]
        words[at] = _slip(chance, word[: chance.randint(6, len(word) - 1)], last=False)
    else:
        words[at] = _slip(chance, word)
    typed = " ".join(words)
    if len(plain(typed)) != len(words):
        return []
    return [known.name(typed), *(known.name(_beginning(chance, name)) for name in names if name != names[place])]


def _slip(chance: random.Random, word: str, *, last: bool = True) -> str:
    """Return a word with one typing error; the first letter is mistyped as rarely as in life."""
    places = range(len(word) if last else len(word) - 2)
    at = chance.choice([place for place in places if place or chance.random() < 0.2] or [1])
    letter = chance.choice("etaoinsrhlducmgf")
    return chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        ]
    )


def _spelt_otherwise(chance: random.Random, person: Person, known: Known) -> list[Piece]:
    choices = []
    for name, other in ((person.family, person.given), (person.given, person.family)):
        words = plain(name)
        groups = [group for group in SPELLINGS if "".join(words) in group]
        choices += [(spelling, other) for group in groups for spelling in sorted(group - {"".join(words)})]
    if not choices:
        return []
    spelling, other = chance.choice(choices)
    pieces = [known.name(spelling)]
    return [*pieces, known.name(_beginning(chance, other))] if other else pieces


def _joined_or_split(chance: random.Random, person: Person, known: Known) -> list[Piece]:
    names = [
        name for name in (person.family, person.given) if len(plain(name)) > 1 or plain(name)[:1] != [name.lower()]
    ]
    if not names:
        return []
    name = chance.choice(names)
    words = plain(name)
    if len(words) == 1 and words[0].startswith(("mc", "mac", "fitz")):
        start = re.match("mac|mc|fitz", words[0])
        assert start
        typed = f"{start[0]} {words[0][start.end() :]}"
    else:
        typed = chance.choice(["".join(words), " ".join(words), " ".join(words[-1:]), name.replace("-", " ")])
    other = person.given if name == person.family else person.family
    pieces = [known.name(typed)]
    return [*pieces, known.name(_beginning(chance, other))] if other else pieces


# Everything else --------------------------------------------------------------------------------------------------


@cache
def writings(born: date) -> frozenset[str]:
    """Return the usual ways to write a date of birth."""
    day, month, year, short = born.day, born.month, born.year, f"{born.year % 100:02d}"
    name, long = born.strftime("%b").lower(), born.strftime("%B").lower()
    made = {f"{year}-{month:02d}-{day:02d}", f"{year}{month:02d}{day:02d}", f"{year}/{month}/{day}"}
    for one, other in ((day, month), (month, day)):
        made |= {
            f"{one:02d}{other:02d}{year}",
            f"{one}/{other}/{year}",
            f"{one}.{other}.{year}",
            f"{one}-{other}-{short}",
        }
        made |= {f"{one:02d}/{other:02d}/{short}", f"{one:02d}{other:02d}{short}", f"{one} {other} {year}"}
    made |= {f"{day}{name}{short}", f"{day}-{name}-{year}", f"{day} {long} {year}", f"{long} {day}, {year}"}
    return frozenset(made | {f"{name} {day} {year}", f"{day} {name} {short}", f"{year} {name} {day}"})


def _born(chance: random.Random, person: Person, known: Known) -> Piece:
    typed = chance.choice(sorted(writings(person.born)))
    return Piece(typed, known.born(typed))


def _digits(phone: str) -> list[str]:
    """Return the digits of a number without its extension, and with it."""
    number, _ext, extension = phone.partition("ext.")
    digits = re.sub(r"\D", "", number)
    return [digits, digits + re.sub(r"\D", "", extension)]


def _phone(chance: random.Random, person: Person, known: Known, *, whole: bool = True) -> Piece:
    numbers = [number for number in (person.mobile, person.home) if number]
    digits = _digits(chance.choice(numbers))[0]
    end = digits[-chance.choice([4, 4, 4, 5, 6, 7, 7]) :]
    local = digits[-10:]
    ways = [end, end, f"{end[:-4]}-{end[-4:]}" if len(end) > 5 else end]
    if whole:
        ways += [digits, f"({local[:3]}) {local[3:6]}-{local[6:]}", f"+1 {local}" if len(digits) < 11 else f"+{digits}"]
        ways += [f"{digits} x12", f"00{digits}" if len(digits) > 10 else digits]
    typed = chance.choice(ways)
    sought = re.sub(r"\D", "", typed.split("x")[0])
    abroad = typed.startswith("00") and len(sought) > LONGEST_END
    return Piece(typed, known.digits(sought[2:] if abroad else sought))


def _number(chance: random.Random, person: Person, known: Known) -> Piece:
    number = person.number
    padded = f"{number:06d}"
    typed = chance.choice([str(number), padded, f"{padded[:3]} {padded[3:]}", f"#{number}", f"MRN {number}"])
    return Piece(typed, known.digits(re.sub(r"\D", "", typed)))


def _email(chance: random.Random, person: Person) -> Piece:
    local = person.email.split("@")[0]
    # The number in it is the person's own, so nobody else has this address.
    return Piece(chance.choice([person.email, person.email, f"{local}@", local]), {person.number: 0})


def _with_name(chance: random.Random, person: Person, known: Known, piece: Piece) -> list[Piece]:
    return [piece, known.name(_beginning(chance, person.family))] if chance.random() < 0.6 else [piece]


def _any_other(chance: random.Random, person: Person, known: Known, there: Sequence[Piece]) -> Piece:
    """Return a further piece, as somebody adds who sees too many: the other name, a birth date or a phone end."""
    texts = " ".join(plain(" ".join(piece.text for piece in there)))
    others = [name for name in (person.given, person.family) if name and plain(name)[0][:3] not in texts]
    ways: list[Callable[[], Piece]] = [
        lambda: _born(chance, person, known),
        lambda: _phone(chance, person, known, whole=False),
    ]
    if others:
        ways += [lambda: known.name(others[0])] * 4
    if any(sign.isdigit() for sign in texts):
        # A second number beside the first would be read with it.
        ways = ways[2:] or [lambda: known.name(person.family)]
    return chance.choice(ways)()


_Draw = Callable[[random.Random, Person, Known], list[Piece]]
KINDS: dict[str, tuple[int, _Draw]] = {
    "fragments": (25, _fragments),
    "other names": (6, _by_other_name),
    "typing error": (16, _mistyped),
    "sound-alike": (10, _spelt_otherwise),
    "joined or split": (8, _joined_or_split),
    "birth date": (14, lambda chance, person, known: _with_name(chance, person, known, _born(chance, person, known))),
    "phone": (12, lambda chance, person, known: _with_name(chance, person, known, _phone(chance, person, known))),
    "record number": (5, lambda chance, person, known: [_number(chance, person, known)]),
    "e-mail": (4, lambda chance, person, _known: [_email(chance, person)] if person.email else []),
}
"""How often each kind comes, in a hundred, and how it is drawn; an empty drawing tries again."""
