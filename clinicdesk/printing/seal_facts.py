"""What a seal says beside text and signatures, as labels with words: how, when, where and by whom it was signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from clinicdesk.printing import fonts
from clinicdesk.printing.form_words import FormWords
from clinicdesk.records.consents import Sealed
from clinicdesk.records.wordings import Signer
from clinicdesk.storage.clock import from_text

Facts = list[tuple[str, str]]


def facts(sealed: Sealed, words: FormWords) -> Facts:
    """Return them in the order of reading; an empty label goes on with the one above it."""
    found = [
        *_text(sealed, words),
        *(fact for one in sealed.data["signatures"] for fact in _signature(sealed, one, words)),
        *_agreed(sealed.data["signatures"][0], words),
        *_talk(sealed, words),
        *(fact for question in sealed.data["questions"] for fact in _question(sealed, question, words)),
    ]
    return [(label, fonts.spelled_out(text)) for label, text in found]


def moment(sealed: Sealed, text: str, words: FormWords) -> str:
    """Return a moment of a seal as the clinic's clock showed it then."""
    return words.moment(local(sealed, text))


def local(sealed: Sealed, text: str) -> datetime:
    """Return a moment of a seal in the time zone the clinic had then."""
    return from_text(text).astimezone(ZoneInfo(sealed.data["clinic"]["time_zone"]))


def _text(sealed: Sealed, words: FormWords) -> Facts:
    text, about = sealed.data["text"], sealed.data["form"]["about_form"]
    day = words.day(local(sealed, text["adopted_at"]).date())
    version = words("text_version", text=f"{text['name']}.{text['language']}", version=text["version"])
    found = [(words("text"), words("adopted", text=version, name=text["adopted_by"], day=day))]
    if about is not None:
        found.append((words("withdraws"), words("withdraws_form", number=f"{about:06d}")))
    return found


def _signature(sealed: Sealed, one: Mapping[str, Any], words: FormWords) -> Facts:
    role = one["role"]
    how = words(
        "with_device", device=words.device(one["device"]), workstation=one["workstation"], name=one["at_desk_of"]
    )
    parts = [f"{one['name']}, {moment(sealed, one['signed_at'], words)}", how]
    parts.append(words("opened", moment=moment(sealed, one["began_at"], words)))
    found = [(words.role(role), "; ".join(parts))]
    if one["mark"]:
        witness = sealed.signature(Signer.WITNESS)
        seen = words("witnessed_by", name=witness["name"]) if witness else words("no_witness_yet")
        found.append(("", f"{words('with_mark')}; {seen}"))
    if role == Signer.GUARDIAN:
        found += represents(words, one["name"], one["relation"], one["authority"])
    if role == Signer.INTERPRETER and one["language"]:
        found.append(("", words("interpreted", language=words.language_named(one["language"]))))
    return found


def represents(words: FormWords, name: str, relation: str, authority: str) -> Facts:
    """Return who stands for the patient, and by what right."""
    return [
        (words("represents"), ", ".join(part for part in (name, relation) if part)),
        *([(words("authority"), authority)] if authority else []),
    ]


def _agreed(one: Mapping[str, Any], words: FormWords) -> Facts:
    """Return how who agrees came to know the text, and that they agreed to sign on a screen."""
    read = [words("read_to_end")] if one["read_to_end"] else []
    read += [words("read_aloud", name=one["read_aloud_by"])] if one["read_aloud_by"] else []
    return [
        (words("reading"), "; ".join(read)),
        (words("electronic"), words("agreed", words=one["electronic"])),
    ]


def _talk(sealed: Sealed, words: FormWords) -> Facts:
    talk = sealed.data["talk"]
    if not talk:
        return []
    parts = [f"{talk['by']}, {moment(sealed, talk['at'], words)}", words(f"capacity_{talk['capacity']}")]
    return [(words("talk"), "; ".join([*parts, *([talk["remark"]] if talk.get("remark") else [])]))]


def _question(sealed: Sealed, question: Mapping[str, Any], words: FormWords) -> Facts:
    asked = f"{question['by']}, {moment(sealed, question['at'], words)}: {question['asked']}"
    if not question["answer"]:
        return [(words("question"), asked), ("", words("not_answered"))]
    answered = words("answered", name=question["answered_by"], words=question["answer"])
    return [(words("question"), asked), ("", answered)]
