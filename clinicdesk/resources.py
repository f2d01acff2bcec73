"""Find and read the files under ``resources/``: from a checkout, an installed package or the frozen app."""

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """Return the folder that holds consent texts, protocols, fonts, icons and translations."""
    frozen = getattr(sys, "_MEIPASS", None)
    here = Path(__file__).resolve().parent
    candidates = [Path(frozen) / "resources"] if frozen else []
    # A checkout has them beside the package; an installed package carries them inside.
    candidates += [here.parent / "resources", here / "resources"]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError("the resources folder of this installation is missing")


def folder(name: str) -> Path:
    """Return one folder of the resources, for example ``consents``."""
    return root() / name


def read_text(name: str) -> str:
    """Return a text resource by its path below ``resources/``."""
    return (root() / name).read_text(encoding="utf-8")


def read_bytes(name: str) -> bytes:
    """Return a binary resource by its path below ``resources/``."""
    return (root() / name).read_bytes()


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Why one file of the resources was left out: the file's name, the line (from 1) and a sentence for a person."""

    file: str
    line: int
    sentence: str
