"""The ``clinicdesk`` command: reads its words and passes them on. Without a verb it opens the window.

Exit codes: 0 done, 1 refused or found wrong (with a sentence), 2 wrong usage.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

from clinicdesk import __version__
from clinicdesk.errors import Cancelled, ClinicDeskError
from clinicdesk.language import _

# Verb → its module in `commands` and a line of help. A module is imported when its verb is used, so that the window
# starts without them.
VERBS = {
    "new": ("new", _("make a clinic; prints its recovery key once, on the last line")),
    "demo": ("demo", _("make the sample clinic and open it")),
    "tour": ("tour", _("drive the window through its jobs and keep pictures and papers")),
    "import": ("import_", _("bring in patients from CSV files")),
    "print": ("print_", _("make a paper as a PDF file")),
    "calendar": ("calendar_", _("write the bookings as a calendar file, without names")),
    "check-paper": ("check_paper", _("tell whether this clinic signed what a printed fingerprint stands for")),
    "copy-chart": ("copy_chart", _("copy a patient's whole chart, to read and for another program, and record it")),
    "backup": ("backup", _("make a backup of the clinic, and read it back")),
    "restore": ("restore", _("make the clinic file from a folder of backups")),
    "verify": ("verify", _("check that the clinic file is whole and unchanged")),
}


def main(words: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    words = list(sys.argv[1:] if words is None else words)
    verb = next((word for word in words if not word.startswith("-")), None)
    parser = _parser(words, verb if verb in VERBS else None)
    arguments = parser.parse_args(words)
    try:
        return int(arguments.run(arguments))
    except Cancelled:
        return 1
    except KeyboardInterrupt:
        return 1
    except ClinicDeskError as problem:
        return _refuse(str(problem))
    except Exception as bug:  # no traceback ever reaches a person
        where = bug.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else "?"
        return _refuse(
            _("Something unexpected happened ({kind} at {place}). Nothing half was saved.").format(
                kind=type(bug).__name__, place=place
            )
        )


def _parser(words: Sequence[str], verb: str | None) -> argparse.ArgumentParser:
    """Return the parser with the arguments of the verb in use filled in."""
    parser = argparse.ArgumentParser(
        prog="clinicdesk", description=_("ClinicDesk: patients, consents, infusion series and sessions of a practice.")
    )
    parser.add_argument("--version", action="version", version=f"ClinicDesk {__version__}")
    verbs = parser.add_subparsers(metavar=_("verb"))
    for name, (module, line) in VERBS.items():
        of_verb = verbs.add_parser(name, help=line, description=line)
        if name == verb:
            command = importlib.import_module(f"clinicdesk.commands.{module}")
            command.add_arguments(of_verb)
            of_verb.set_defaults(run=command.run)
    if verb is None and not {"-h", "--help", "--version"} & set(words):
        window = importlib.import_module("clinicdesk.commands.window")
        window.add_arguments(parser)
        parser.set_defaults(run=window.run)
    return parser


def _refuse(sentence: str) -> int:
    # A windowed program on Windows has no standard error.
    if sys.stderr is not None:
        sys.stderr.write(f"clinicdesk: {sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
