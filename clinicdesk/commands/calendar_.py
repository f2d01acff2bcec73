"""``clinicdesk calendar``: the bookings as an iCalendar file, without a name or a treatment in it."""

import argparse
from datetime import date, timedelta
from pathlib import Path

from clinicdesk.commands.opening import add_clinic_arguments, add_staff_arguments, open_clinic, say, sign_in
from clinicdesk.errors import NotFound
from clinicdesk.exchange import icalendar
from clinicdesk.exchange.outside import refuse_existing, write_whole
from clinicdesk.language import _
from clinicdesk.records import staff

_USUAL_DAYS = 28


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add which days, whose, and where to."""
    parser.add_argument("--from", dest="first", type=_day, metavar="YYYY-MM-DD", help=_("the first day (else today)"))
    parser.add_argument(
        "--to", dest="last", type=_day, metavar="YYYY-MM-DD", help=_("the last day (else four weeks on)")
    )
    parser.add_argument("--of", metavar="LOGIN", help=_("only the bookings of one clinician"))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.ics", help=_("the file to write"))
    parser.add_argument("--force", action="store_true", help=_("write over a file that exists"))
    add_clinic_arguments(parser)
    add_staff_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Make the file, write it, and record that the schedule left the program."""
    out: Path = arguments.out
    refuse_existing(out, force=arguments.force)
    clinic = open_clinic(arguments)
    try:
        desk = sign_in(arguments, clinic)
        first = arguments.first or desk.local(desk.now()).date()
        last = arguments.last or first + timedelta(days=_USUAL_DAYS)
        staff_id = None
        if arguments.of is not None:
            found = [member.id for member in staff.everybody(desk) if member.login == arguments.of]
            if not found:
                raise NotFound(_("Nobody here has the login “{login}”.").format(login=arguments.of))
            staff_id = found[0]
        content = icalendar.export(desk, first, last, staff_id)
        icalendar.exported(desk)
        write_whole(out, content)
    finally:
        clinic.close()
    say(_("Calendar: {file}").format(file=out))
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("“{text}” is not a day such as 2026-03-02.").format(text=text)) from None
