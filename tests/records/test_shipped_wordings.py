"""The consent texts that come with the program: complete, the same in both languages, plain, without doses."""

import re
import tomllib
from collections.abc import Callable
from itertools import groupby

import pytest

from clinicdesk import resources
from clinicdesk.records import wordings
from clinicdesk.records.wordings import Signer, TakenBack, TextKind, Wording, form_words
from clinicdesk.rules.consent_needs import Asked, Needed

SHIPPED, PROBLEMS = wordings.load_all()
TREATMENTS = ("iv-ketamine-mood", "iv-ketamine-pain", "esketamine-nasal", "iv-therapy")
KINDS = dict.fromkeys(TREATMENTS, TextKind.TREATMENT) | {
    "escort-driving": TextKind.AGREEMENT,
    "release-of-information": TextKind.RELEASE,
    "photo-recording": TextKind.RELEASE,
    "privacy-notice": TextKind.NOTICE,
    "withdrawal": TextKind.WITHDRAWAL,
    "going-home": TextKind.DISCHARGE,
}
LANGUAGES = ("en", "es")
EVERY = [f"{name}.{language}" for name in KINDS for language in LANGUAGES]
TREATMENT_KEYS = [f"{name}.{language}" for name in TREATMENTS for language in LANGUAGES]


def placeholders(wording: Wording) -> set[str]:
    return {str(span.placeholder) for block in wording.blocks for span in block.spans if span.placeholder}


def test_every_text_can_be_read_in_both_languages_and_is_a_sample():
    assert PROBLEMS == []
    assert set(EVERY) == set(SHIPPED)
    assert all(one.is_sample and one.kind is KINDS[one.id] for one in SHIPPED.values())
    assert not any(re.search(r"(?i)sample wording|texto de muestra", one.source) for one in SHIPPED.values())


def test_file_names_say_id_and_language():
    for path in resources.folder("consents").glob("*.md"):
        assert wordings.parse(path.read_bytes(), path.name).key == path.stem


def test_who_signs_what_and_how_it_is_asked_for():
    def header(name: str) -> tuple:
        one = SHIPPED[f"{name}.en"]
        return one.asked, one.needed, one.taken_back, one.signers

    both, patient = (Signer.PATIENT, Signer.CLINICIAN), (Signer.PATIENT,)
    for name in TREATMENTS:
        assert header(name) == (Asked.EACH_SERIES, Needed.START, TakenBack.SPOKEN, both)
    assert header("escort-driving") == (Asked.WHILE_VALID, Needed.CHECK_IN, TakenBack.SPOKEN, patient)
    assert header("privacy-notice") == (Asked.ONCE, Needed.CHECK_IN, TakenBack.SPOKEN, patient)
    for name in ("release-of-information", "photo-recording"):
        assert header(name) == (Asked.ON_REQUEST, Needed.NO, TakenBack.WRITTEN, patient)
    for name in ("withdrawal", "going-home"):
        assert header(name)[:2] == (Asked.ON_REQUEST, Needed.NO)
        assert header(name)[3] == patient


@pytest.mark.parametrize("name", KINDS)
def test_both_languages_have_the_same_parts(name: str):
    def shape(wording: Wording) -> list:
        return [
            (
                block.kind,
                block.number,
                block.section,
                len(block.options),
                block.required,
                [span.placeholder for span in block.spans if span.placeholder],
                [style for style, _spans in groupby(block.spans, lambda span: (span.bold, span.italic)) if any(style)],
            )
            for block in wording.blocks
        ]

    def header(wording: Wording) -> tuple:
        return (
            wording.version, wording.kind, wording.covers, wording.asked, wording.needed, wording.valid_days,
            wording.taken_back, wording.signers, wording.guardian_under, wording.initials, wording.answers,
            wording.indications,
        )  # fmt: skip

    english, spanish = SHIPPED[f"{name}.en"], SHIPPED[f"{name}.es"]
    assert header(english) == header(spanish)
    for one, other in zip(shape(english), shape(spanish), strict=True):
        assert one == other
    assert english.title != spanish.title


@pytest.mark.parametrize("name", KINDS)
def test_nothing_was_left_untranslated(name: str):
    english, spanish = (
        {"".join(span.text for span in block.spans).strip() for block in SHIPPED[f"{name}.{language}"].blocks}
        for language in LANGUAGES
    )
    assert english & spanish <= {""}
    words = set(re.findall(r"[a-záéíóúñü]+", " ".join(spanish).lower()))
    assert not words & {"the", "and", "you", "with", "treatment", "patient", "driving"}


@pytest.mark.parametrize("key", TREATMENT_KEYS)
def test_a_treatment_text_has_the_places_a_consent_needs(key: str):
    assert {
        "patient.diagnosis",
        "treatment.plan",
        "treatment.cost",
        "fasting.rule",
        "driving.rule",
        "clinic.name",
        "clinic.phone",
        "patient.emergency_contact",
        "interpreter.name",
    } <= placeholders(SHIPPED[key])
    assert {"risks", "going-home"} <= set(SHIPPED[key].initials)


# What a consent must speak of (consent content elements), in the words of each language.
TOPICS = (
    ("identity", "person named at the top", "persona cuyo nombre está arriba"),
    ("capacity", "able to make this decision myself", "Puedo tomar esta decisión por mi cuenta"),
    ("representative", "parent or legal representative", "su padre, su madre o su representante legal"),
    ("off-label status", "off-label", "off-label"),
    ("benefit is not certain", "can know beforehand", "saber(lo)? de antemano"),
    ("alternatives, also none", "You can choose not to have", "Usted puede decidir no recibir"),
    ("serious risks", "Less common but serious", "Menos frecuentes pero graves"),
    ("long-term unknowns", "not (be )?well known", "[Nn]o se cono(cen|zcan) bien"),
    ("pregnancy", "pregnant", "embarazada"),
    ("medicines", "All medicines", "Todos los medicamentos"),
    ("substances", "alcohol, cannabis", "Alcohol, cannabis"),
    ("food and drink", "Food(,| and) drink", "Comida(,| y) bebida"),
    ("monitoring", "A trained person", "Una persona capacitada"),
    ("emergency treatment", "emergency treatment", "tratamiento de emergencia"),
    ("escort", "an adult (who takes you|has to take you) home", "un adulto (que va con usted|tiene que ir con usted)"),
    ("driving", "Driving, machines and important decisions", "Manejar, usar máquinas y tomar decisiones importantes"),
    ("stopping", "You can stop at any time", "Puede detener el tratamiento en cualquier momento"),
    ("a spoken word is enough", "Saying so is enough", "Basta con decirlo"),
    ("care goes on", "Your other care goes on", "El resto de su atención sigue igual"),
    ("cost", "Insurance may not pay", "Es posible que el seguro no lo pague"),
    ("privacy", "Privacy:", "Privacidad:"),
    (
        "photos and video visits",
        "Photos, recordings and video visits",
        "fotos, las grabaciones y las consultas por video",
    ),
    ("questions", "I could ask questions, and they were answered", "Pude hacer preguntas y me las respondieron"),
    ("no promise", "No result was promised", "Nadie me prometió un resultado"),
    ("agreement", "I agree to the treatment", "Acepto el tratamiento"),
)
KETAMINE_TOPICS = (
    ("bladder", "harm the bladder", "dañar la vejiga"),
    ("misuse", "crave or misuse", "abusar de ella"),
    ("suicide", "thoughts of suicide", "ideas de suicidio"),
    ("harm", "in danger of harming yourself", "en peligro de hacerse daño"),
)
ESKETAMINE_TOPICS = (
    ("safety program", "a safety program called REMS", "un programa de seguridad llamado REMS"),
    ("enrolled first", "only after you are enrolled", "solo después de inscribirse"),
    ("reports", "sends the program a report", "manda al programa un informe"),
    ("two hours", "at least two hours", "por lo menos dos horas"),
    ("absolute stops", "You must not have esketamine", "No debe recibir esketamina"),
    ("loss of consciousness", "losing consciousness", "pérdida del conocimiento"),
    ("next day", "the next day, after a restful sleep", "hasta el día siguiente, después de haber dormido bien"),
)


@pytest.mark.parametrize("key", TREATMENT_KEYS)
def test_a_treatment_text_speaks_of_everything_a_consent_needs(key: str):
    wording = SHIPPED[key]
    topics = TOPICS + (KETAMINE_TOPICS if wording.id != "iv-therapy" else ())
    topics += ESKETAMINE_TOPICS if wording.id == "esketamine-nasal" else ()
    text = " ".join(wording.body.replace("*", "").split())
    missing = [topic for topic, *words in topics if not re.search(words[LANGUAGES.index(wording.language)], text)]
    assert missing == []


def test_the_other_papers_have_their_places():
    def all_places(name: str) -> set[str]:
        return placeholders(SHIPPED[f"{name}.en"])

    assert {"escort.name", "escort.phone", "driving.rule", "clinic.phone"} <= all_places("escort-driving")
    release = {"release.recipient", "release.content", "release.purpose", "release.until", "clinic.address"}
    assert release <= all_places("release-of-information")
    assert {"withdrawn.title", "withdrawn.signed_on", "clinic.phone"} <= all_places("withdrawal")
    assert {"driving.rule", "escort.name", "escort.phone", "clinic.phone"} <= all_places("going-home")


@pytest.mark.parametrize("key", EVERY)
def test_the_texts_hold_no_dose_and_no_limit(key: str):
    """Doses, limits and fasting hours belong to the clinic and to the order, never to the words that are signed."""
    body = SHIPPED[key].body
    assert set(re.findall(r"\d+", body)) <= {"40", "60"}
    assert not re.search(r"\d ?(mg|mmHg|%|hours|horas)", body)


def _plain(body: str) -> str:
    return re.sub(r"\[(initials|answer|optional).*?\]|\{.*?\}|[*#]", "", body)


def _grade(text: str) -> float:
    """Return the school grade of an English text by the Flesch-Kincaid formula (Kincaid 1975)."""
    sentences = _sentences(text)
    words = re.findall(r"[A-Za-z’'-]+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word.lower())))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _ease(text: str) -> float:
    """Return the ease of a Spanish text by the Flesch-Szigriszt formula: from 55 on it is normal, from 65 easy.

    Source: Szigriszt Pazos 1993 and the INFLESZ scale, Barrio-Cantalejo 2008 (neither read, unverified).
    """
    words = re.findall(r"[a-záéíóúñü]+", text.lower())
    syllables = sum(max(1, len(_SPANISH_SYLLABLE.findall(word))) for word in words)
    return 206.835 - 62.3 * syllables / len(words) - len(words) / len(_sentences(text))


# A strong vowel with the weak ones beside it is one syllable; an accented weak vowel stands alone.
_SPANISH_SYLLABLE = re.compile(r"[iuü]?[aeoáéó][iuy]?(?![aeoáéóíú])|[iuü]?[aeoáéó]|[íú]|[iuüy]+")


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"[.;:?!]\s|\n\s*\n|\n- ", text) if re.search(r"[a-z]", part)]


@pytest.mark.parametrize("key", EVERY)
def test_the_texts_are_plain_to_read(key: str):
    """About 8th grade in English, at least the ease of a newspaper in Spanish."""
    wording = SHIPPED[key]
    measures: dict[str, Callable[[str], bool]] = {
        "en": lambda text: _grade(text) <= 8.5,
        "es": lambda text: _ease(text) >= 65,
    }
    assert measures[wording.language](_plain(wording.body))


@pytest.mark.parametrize("key", EVERY)
def test_sentences_are_short(key: str):
    longest = max(_sentences(_plain(SHIPPED[key].body)), key=lambda part: len(part.split()))
    lists_illnesses = longest.count(",") > 5
    assert lists_illnesses or len(longest.split()) <= 36, longest


@pytest.mark.parametrize("place", ["paper", "screen"])
def test_the_words_around_a_text_are_there_in_every_language(place: str):
    folder = resources.folder("consents") / "words"
    files = {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in folder.glob(f"{place}.*.toml")}
    assert {f"{place}.{language}.toml" for language in LANGUAGES} <= set(files)
    english = files[f"{place}.en.toml"]
    for name, words in files.items():
        assert set(words) == set(english), name
        for key, text in words.items():
            assert set(re.findall(r"\{\w*\}", text)) == set(re.findall(r"\{\w*\}", english[key])), f"{name}: {key}"
    assert form_words("es", place) != form_words("en", place)
