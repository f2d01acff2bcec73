"""What belongs to this PC and to one account on it: where the clinic file lies, the look, the place of the window.

Kept as TOML in the account's own folder for settings. It holds no patient data and no key: ``key_ids`` are check
values (see ``storage.keys.key_id``) by which the keyring finds the key of a file whose head is missing.
"""

import os
import sys
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from clinicdesk.language import _
from clinicdesk.storage import volumes

ColourScheme = Literal["system", "light", "dark", "dim"]

COLOUR_SCHEMES: tuple[ColourScheme, ...] = ("system", "light", "dark", "dim")
TEXT_PERCENTS = (90, 100, 110, 125, 150)
_FILE_NAME = "this-pc.toml"
_APP = "ClinicDesk"


@dataclass(frozen=True, slots=True)
class WindowPlace:
    """Where the window stood when it was closed, in device-independent pixels."""

    left: int
    top: int
    width: int
    height: int
    maximised: bool = False


@dataclass(frozen=True, slots=True)
class Workstation:
    """This PC's choices. ``metadata`` carries the label and help that a person reads."""

    colour_scheme: ColourScheme = field(
        default="system",
        metadata={
            "label": _("Colours"),
            "help": _("Light, dark, dim for rooms that are kept dark, or as the desktop of this PC is set."),
        },
    )
    text_percent: int = field(
        default=100,
        metadata={"label": _("Text size"), "help": _("Everything grows with it. 100 % is the usual size.")},
    )
    clinic_file: Path | None = field(
        default=None,
        metadata={"label": _("Clinic file"), "help": _("The file that opens when ClinicDesk starts.")},
    )
    key_ids: dict[str, str] = field(
        default_factory=dict,
        metadata={"label": _("Keys"), "help": _("Which key in the keyring belongs to which clinic file.")},
    )
    scan_folder: Path | None = field(
        default=None,
        metadata={
            "label": _("Scan folder"),
            "help": _("Where the scanner of this PC puts what it scans. New scans are then offered in each chart."),
        },
    )
    chair_sheet: bool = field(
        default=False,
        metadata={
            "label": _("Print the chair sheet when a treatment starts"),
            "help": _("Order, baseline and rows to write on, on this PC's own printer, for when the PC goes dark."),
        },
    )
    window: WindowPlace | None = field(
        default=None,
        metadata={"label": _("Window"), "help": _("Where the window stands.")},
    )
    folder: Path | None = field(default=None, compare=False, metadata={"label": "", "help": ""})

    @classmethod
    def load(cls, folder: Path | None = None) -> "Workstation":
        """Return the choices kept in ``folder`` (the account's own by default); what cannot be read is the default."""
        place = folder or settings_folder()
        try:
            kept = tomllib.loads((place / _FILE_NAME).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            kept = {}
        return cls(**_sound(kept), folder=place)

    def with_choices(self, **changed: Any) -> "Workstation":
        """Return these choices with some changed, and keep them. A folder that cannot be written is let be."""
        made = replace(self, **changed)
        made.keep()
        return made

    def keep(self) -> None:
        """Write the choices, whole or not at all."""
        place = self.folder or settings_folder()
        try:
            place.mkdir(parents=True, exist_ok=True)
            new = place / f"{_FILE_NAME}.new"
            new.write_text(self._as_toml(), encoding="utf-8")
            os.replace(new, place / _FILE_NAME)  # noqa: PTH105 - replaces on Windows as well
        except OSError:
            # The look of the window is not worth an interruption.
            return

    def _as_toml(self) -> str:
        lines = [f"colour_scheme = {_quoted(self.colour_scheme)}", f"text_percent = {self.text_percent}"]
        lines.append(f"chair_sheet = {str(self.chair_sheet).lower()}")
        if self.clinic_file:
            lines.append(f"clinic_file = {_quoted(str(self.clinic_file))}")
        if self.scan_folder:
            lines.append(f"scan_folder = {_quoted(str(self.scan_folder))}")
        if self.key_ids:
            lines += ["", "[key_ids]", *(f"{_quoted(file)} = {_quoted(key)}" for file, key in self.key_ids.items())]
        if self.window:
            shown = {f.name: getattr(self.window, f.name) for f in fields(self.window)}
            lines += ["", "[window]", *(f"{name} = {str(value).lower()}" for name, value in shown.items())]
        return "\n".join(lines) + "\n"


def settings_folder() -> Path:
    """Return this account's folder for the choices; the same that platformdirs returns, which a test compares.

    It is needed before the first picture, and importing platformdirs takes as long as painting that picture.
    """
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / _APP
    if sys.platform != "win32":
        kept = os.environ.get("XDG_CONFIG_HOME", "").strip()
        return (Path(kept) if kept else Path.home() / ".config") / _APP
    import platformdirs

    return Path(platformdirs.user_config_dir(_APP, appauthor=False))


def log_folder() -> Path:
    """Return this account's folder for logs, which hold no patient data."""
    import platformdirs

    return Path(platformdirs.user_log_dir(_APP, appauthor=False))


def default_clinic_file() -> Path:
    """Return where a new clinic file is made unless a person says otherwise: local application data, never synced."""
    import platformdirs

    return Path(platformdirs.user_data_dir(_APP, appauthor=False, roaming=False)) / "clinic.clinicdesk"


def name() -> str:
    """Return the name by which the record knows this PC."""
    import platform

    return platform.node() or _("This PC")


def doubtful_folder(folder: Path) -> str:
    """Return why a folder is a bad place for the clinic file, or an empty text.

    Programs that copy files to the cloud copy a half-written database; network folders do not lock reliably.
    """
    if service := syncing_service(folder):
        return _(
            "This folder looks as if {service} copies it. That can damage the clinic file; choose another."
        ).format(service=service)
    if volumes.on_network(folder):
        return _("This folder looks as if it is on a network. That can damage the clinic file; choose one on this PC.")
    return ""


def syncing_service(folder: Path) -> str:
    """Return the name of the service that seems to copy a folder to the internet, or an empty text."""
    parts = [part.casefold() for part in folder.parts]
    found = (service for name_part, service in _SYNCED.items() if any(name_part in part for part in parts))
    return next(found, "")


_SYNCED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "syncthing": "Syncthing",
    "pcloud": "pCloud",
}


def _quoted(text: str) -> str:
    import json

    # A JSON string is a valid TOML basic string, once DEL is written out.
    return json.dumps(text).replace("\x7f", "\\u007f")


def _sound(kept: dict[str, Any]) -> dict[str, Any]:
    """Take from a file what is of the right kind; a person may have edited it."""
    sound: dict[str, Any] = {}
    if kept.get("colour_scheme") in COLOUR_SCHEMES:
        sound["colour_scheme"] = kept["colour_scheme"]
    percent = kept.get("text_percent")
    if isinstance(percent, int) and TEXT_PERCENTS[0] <= percent <= TEXT_PERCENTS[-1]:
        sound["text_percent"] = percent
    if isinstance(kept.get("chair_sheet"), bool):
        sound["chair_sheet"] = kept["chair_sheet"]
    for name_of_path in ("clinic_file", "scan_folder"):
        if isinstance(kept.get(name_of_path), str) and kept[name_of_path]:
            sound[name_of_path] = Path(kept[name_of_path])
    if isinstance(kept.get("key_ids"), dict):
        sound["key_ids"] = {str(file): str(key) for file, key in kept["key_ids"].items()}
    window = kept.get("window")
    if isinstance(window, dict):
        numbers = [window.get(side) for side in ("left", "top", "width", "height")]
        if all(isinstance(number, int) for number in numbers):
            left, top, width, height = (int(number) for number in numbers if number is not None)
            sound["window"] = WindowPlace(left, top, width, height, bool(window.get("maximised")))
    return sound
