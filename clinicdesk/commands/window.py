"""``clinicdesk`` without a verb: open the window."""

from pathlib import Path


def run(clinic_file: Path | None = None, key: bytes | None = None) -> int:
    """Open the window on a clinic file, or on this PC's usual one, and return the exit code when it is closed."""
    # Imported here so that every other command runs without Qt and without a display.
    from ui.app import run as open_window

    return open_window(clinic_file, key)
