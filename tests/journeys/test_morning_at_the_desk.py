"""A whole morning at the front desk by keyboard only: every key goes where a person sees it, and there is no mouse."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, enquiries, messages, patients, waiting_list
from clinicdesk.records.appointments import Stage
from clinicdesk.records.calls import Outcome, attempts
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands, NotSeen
from tests.journeys.booked_day import DAY, BookedDay
from tests.journeys.conftest import desk_of
from tests.journeys.keyboard import Keyboard
from tests.ui.conftest import OpenWindow
from ui.tour.hands import name_of
from ui.widgets.record_table import RecordTable


class OneDesk(Hands):
    """Hands and eyes at one of two windows."""

    def widgets(self) -> Iterator[QWidget]:
        for widget in super().widgets():
            top = widget.window()
            if top is self.window or (top.parentWidget() is not None and top.parentWidget().window() is self.window):
                yield widget


@pytest.fixture
def other_desk(
    reception: Keyboard, qtbot: Any, open_window: OpenWindow, clinic_file: Path, key: bytes
) -> Callable[[], Keyboard]:
    """Return a function that opens another window on the same file, and returns a keyboard at it."""

    def at_it() -> Keyboard:
        reception.hands = OneDesk(qtbot, reception.hands.window)
        hands = OneDesk(qtbot, open_window(clinic_file, key))
        hands.see("Harbour Infusion Clinic")
        return Keyboard(hands)

    return at_it


def test_a_whole_morning(
    reception: Keyboard, other_desk: Callable[[], Keyboard], day: BookedDay, clock: DrivenClock, tmp_path: Path
) -> None:
    # Over a second: a whole morning, key by key, at two windows.
    open_the_day(reception, tmp_path)
    call_who_comes_tomorrow(reception)
    clock.pass_time(minutes=4)
    check_in_through_interruptions(reception)
    find_the_right_maria(reception)
    take_in_a_caller(reception)
    move_a_visit(reception)
    cancel_and_fill_the_place(reception)
    mark_who_did_not_come(reception, clock)
    send_a_message(reception)
    nurse = other_desk()
    answer_it_at_another_desk(reception, nurse)
    see_what_another_desk_does(reception, nurse)
    show_the_day_list(reception)
    assert messages.sent(desk_of(reception.hands))[0].done_by == "Nina Okafor, RN"
    compare_with_the_record(day)


def open_the_day(keys: Keyboard, folder: Path) -> None:
    keys.hands.see("The downtime pack was never printed. Print it now")
    keys.press("Alt+D")
    keys.hands.see("Page 1 of")
    give_to_the_printer(keys, folder / "pack.pdf")
    keys.press("Esc")
    keys.hands.see("Downtime pack printed today at 07:45.")
    keys.hands.not_see("Print it now")


def give_to_the_printer(keys: Keyboard, file: Path) -> None:
    """Ask for the printer by key; what then opens belongs to the operating system, and may stand before a real one."""
    keys.press("Ctrl+P")
    dialog = keys.hands.window.findChild(QPrintDialog)
    dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog.printer().setOutputFileName(str(file))
    dialog.printer().setFromTo(1, 1)
    dialog.accepted.emit(dialog.printer())
    dialog.reject()
    keys.hands.see("Given to the printer.")


def call_who_comes_tomorrow(keys: Keyboard) -> None:
    keys.press("Ctrl+4")
    keys.hands.see("218 555 0122")
    keys.press("1")
    keys.hands.see("LOPEZ, Maria: Reached")
    # The next one is at hand at once.
    keys.hands.see("May I speak to Ana Kim?")
    keys.press("2")
    keys.hands.see("2 done today")
    keys.press("Ctrl+Z")
    keys.hands.see("1 done today")
    keys.press("R")
    keys.write("Engaged twice", "Return")
    keys.press("3")
    keys.hands.see("Reminders  1")
    keys.hands.see("07:45 No answer")


def check_in_through_interruptions(keys: Keyboard) -> None:
    """Check Zoë in; a crisis call, a caller who asks for a date and a walk to the printer come between."""
    keys.press("Ctrl+1")
    walk_to(keys, "ÅNGSTRÖM, Zoë")
    keys.press("Space")
    keys.hands.see("ÅNGSTRÖM, Zoë is here.")
    keys.press("Space")
    keys.hands.see("Who is here?")
    keys.press("Space", "Tab", "Space")
    keys.fill("Name of the escort", "Per Ångström")
    keys.fill("Phone of the escort", "218 555")
    # Somebody calls in despair.
    keys.press("F8")
    keys.hands.see("988")
    keys.press("Esc")
    # On in the middle of the number, without looking for the field.
    assert name_of(keys.at) == "Phone of the escort"
    keys.write(" 0177")
    keys.fill("Mobile phone", "218 555 01")
    # Somebody asks when he comes.
    keys.press("Ctrl+K")
    keys.write("lindq")
    keys.hands.see("LINDQVIST, Per")
    keys.press("Return")
    keys.hands.see("218 555 0151")
    keys.press("Ctrl+1")
    assert name_of(keys.at) == "Mobile phone"
    keys.write("7")
    # She goes to the printer.
    keys.press("Ctrl+L")
    keys.hands.see("Locked by Rita Moss")
    keys.hands.not_see("ÅNGSTRÖM")
    keys.write(PASSWORD, "Return")
    assert name_of(keys.at) == "Mobile phone"
    keys.write("8")
    keys.tab_to("The patient confirmed these contact details")
    keys.press("Space", "Ctrl+S")
    keys.hands.see("Checked in")


def find_the_right_maria(keys: Keyboard) -> None:
    """Two are called Maria Lopez: the one on the phone says that she was born on 19 November 1990."""
    keys.press("Ctrl+K")
    keys.write("maria lopez")
    found = keys.hands.find("Patients found")
    rows = [found.item(row).text() for row in range(found.count())]
    (place,) = (place for place, row in enumerate(rows) if "19-Nov-1990" in row)
    keys.press(*["Down"] * place, "Return")
    keys.hands.see("19-Nov-1990")
    keys.hands.not_see("04-May-1975")


def take_in_a_caller(keys: Keyboard) -> None:
    """Take an enquiry, make a patient of it with one key, and book the first visit while the caller waits."""
    keys.press("Ctrl+K")
    keys.write("new enquiry")
    keys.hands.see("Enquiries")
    keys.press("Return")
    keys.hands.see("New enquiry")
    keys.write("ida o'brien-moss", "Tab")
    keys.write("(218) 555-0142 x7", "Tab")
    keys.write("Depression for years", "Tab")
    keys.write("Dr Haddad")
    keys.press("Ctrl+S")
    keys.hands.see("Waiting  1")
    keys.tab_to("Enquiries")
    keys.press("Home", "Return")
    keys.hands.see("From the enquiry of 03-Mar-2026")
    keys.write("21jul")
    # An alarm: she locks and runs.
    keys.press("Ctrl+L")
    keys.hands.see("Locked by Rita Moss")
    keys.write(PASSWORD, "Return")
    keys.write("68")
    keys.press("Ctrl+S")
    keys.hands.see("O'BRIEN-MOSS, Ida")
    # For her, whose chart is open.
    keys.press("Ctrl+B")
    keys.hands.see("First visit")
    keys.fill("Time", "1015")
    keys.choose("Chair or room", "Chair 2")
    keys.press("Ctrl+S")
    keys.hands.see("Chair 2 is taken on Tue 03-Mar-2026 from 10:00 to 10:30.")
    keys.press("Alt+T")
    keys.fill("Time", "1130")
    keys.press("Ctrl+S")
    keys.hands.see("Booked: Tue 03-Mar-2026, 11:30–12:30.")
    show_the_card(keys)


def show_the_card(keys: Keyboard) -> None:
    """Show the appointment card of the visit under the cursor, and come back to it."""
    keys.press("Return")
    keys.push("Appointment card")
    keys.hands.see("Page 1 of 1")
    keys.press("Esc")
    assert name_of(keys.at) == "Schedule"


def move_a_visit(keys: Keyboard) -> None:
    """Per would rather come later: half past nine in Chair 2 becomes ten past eleven in Chair 1."""
    keys.press("Ctrl+3", "Home", "Right")
    go_down_to(keys, "LINDQVIST, Per")
    # First where somebody sits.
    keys.press("M", "Down", "Down", "Return")
    keys.hands.see("Chair 2 is taken on Tue 03-Mar-2026 from 10:00 to 10:30.")
    assert "09:30 to 10:00, LINDQVIST, Per" in keys.at.accessibleDescription()
    keys.press("M", *["Down"] * 6, "Left", "Return")
    keys.hands.see("Now Tue 03-Mar-2026, 11:00–11:30.")
    # Somebody waits for such a place; nobody is called now.
    keys.hands.see("Waiting for this place")
    keys.push("Leave it free")
    assert name_of(keys.at) == "Schedule"


def cancel_and_fill_the_place(keys: Keyboard) -> None:
    """Ida is ill; Olu, who waits for a place, takes hers."""
    keys.press("Right", "Home")
    go_down_to(keys, "BRANDT, Ida")
    keys.press("Del")
    keys.hands.see("Cancel this visit?")
    # None is chosen beforehand.
    keys.press("Down", "Down", "Space")
    keys.fill("More", "will call again")
    keys.press("Return")
    keys.hands.see("Free: Tue 03-Mar-2026, 10:00–10:30. Call first; book whoever takes it.")
    keys.hands.see("Phone 218 555 0170")
    keys.push("Book into it")
    keys.hands.see("Booked: Tue 03-Mar-2026, 10:00–10:30.")
    assert "10:00 to 10:30, ADEYEMI, Olu" in keys.at.accessibleDescription()


def mark_who_did_not_come(keys: Keyboard, clock: DrivenClock) -> None:
    """Twenty past eight, and Tom is not here: he stands in the call list."""
    pass_time(keys, clock, minutes=31)
    keys.press("Ctrl+1")
    walk_to(keys, "NOVAK, Tom")
    keys.push("Did not come…")
    keys.write("Not reached yet")
    keys.push("Mark as no-show")
    assert name_of(keys.at) == "Board"
    keys.press("Ctrl+4")
    keys.hands.see("Did not come  1")
    keys.hands.see("Cancelled, to rebook  1")
    keys.tab_to("Reminders 1")
    keys.press("Right")
    keys.hands.see("May I speak to Tom Novak?")
    keys.press("Tab")
    assert name_of(keys.at) == "To call"


def send_a_message(keys: Keyboard) -> None:
    """Tell the nurse about Zoë, whose chart is open."""
    keys.press("Ctrl+K")
    keys.write("zoe ang")
    keys.hands.see("ÅNGSTRÖM, Zoë")
    keys.press("Return", "Ctrl+K")
    keys.write("new message")
    keys.press("Return")
    keys.hands.see("Born 21-Jul-1986")
    keys.choose("To", "Nina Okafor, RN")
    keys.fill("Message", "Zoë has no consent yet. She is in the waiting room.")
    keys.press("Ctrl+Return")
    keys.hands.see("Sent  1")


def answer_it_at_another_desk(keys: Keyboard, nurse: Keyboard) -> None:
    """The nurse sees it in a window of her own, and what she says is seen at the front desk."""
    come_to(nurse)
    nurse.write("nina", "Tab")
    nurse.write(PASSWORD, "Return")
    nurse.hands.see("Nina Okafor, RN")
    nurse.press("Ctrl+5")
    nurse.hands.see("She is in the waiting room.")
    nurse.press("Home", "D")
    nurse.hands.see("Done. Rita Moss can read it.")
    come_to(keys)
    keys.hands.window.tick()
    keys.tab_to("Inbox 0")
    keys.press("Right", "Right", "Tab")
    keys.press("Home")
    keys.hands.see("Done by Nina Okafor, RN, 03-Mar-2026 08:20.")


def see_what_another_desk_does(keys: Keyboard, nurse: Keyboard) -> None:
    """The nurse marks Maria as here; the board of the front desk follows without a key."""
    keys.press("Ctrl+1")
    walk_to(keys, "LOPEZ, Maria")
    come_to(nurse)
    nurse.press("Ctrl+1")
    walk_to(nurse, "LOPEZ, Maria")
    nurse.press("Space")
    nurse.hands.see("LOPEZ, Maria is here.")
    come_to(keys)
    keys.hands.window.tick()
    keys.hands.see("Waits 0 min")
    assert keys.at.selected().patient_name == "LOPEZ, Maria"


def show_the_day_list(keys: Keyboard) -> None:
    keys.press("Ctrl+K")
    keys.write("print day list", "Return")
    keys.hands.see("Page 1 of 1")
    keys.press("Esc")
    assert name_of(keys.at) == "Board"


def come_to(keys: Keyboard) -> None:
    """Go to the desk of a window."""
    keys.hands.window.activateWindow()
    keys.hands.wait_for(lambda: QApplication.activeWindow() is keys.hands.window, "the window, in front,")


def pass_time(keys: Keyboard, clock: DrivenClock, minutes: int) -> None:
    """Let time pass for somebody who is at the desk all the while: the window must not lock."""
    for _part in range(0, minutes, 3):
        clock.pass_time(minutes=min(3, minutes - _part))
        keys.press("Shift+F12")
        keys.hands.window.tick()


def go_down_to(keys: Keyboard, name: str) -> None:
    """Go from booking to booking down the column of the schedule."""
    sheet = keys.at
    for _booking in range(12):
        keys.press("Ctrl+Down")
        if name in sheet.accessibleDescription():
            return
    raise NotSeen(f"{name} is not below the cursor")


def walk_to(keys: Keyboard, name: str) -> None:
    """Go down the table that has the keys, from its top, to the line of somebody."""
    table = keys.at
    assert isinstance(table, RecordTable)
    keys.press("Home")
    for _line in table.rows():
        if table.selected().patient_name == name:
            return
        keys.press("Down")
    raise NotSeen(f"{name} is not in the table {name_of(table)!r}")


def compare_with_the_record(day: BookedDay) -> None:
    """What was done stands in the record; whom nobody asked for was not opened."""
    desk = day.desk
    desk.clinic.refresh()
    assert desk.clinic.verify() == []
    seen = {
        (f"{desk.local(one.starts_at):%H:%M}", one.patient_name, one.chair, one.stage, one.state_reason)
        for one in appointments.on_day(desk, DAY)
    }
    assert seen == {
        ("08:00", "ÅNGSTRÖM, Zoë", "Chair 1", Stage.CHECKED_IN, ""),
        ("08:00", "NOVAK, Tom", "Chair 2", Stage.NO_SHOW, "Not reached yet"),
        ("10:00", "BRANDT, Ida", "Chair 2", Stage.CANCELLED, "Patient is ill: will call again"),
        ("10:00", "ADEYEMI, Olu", "Chair 2", Stage.BOOKED, ""),
        ("10:30", "LOPEZ, Maria", "Chair 2", Stage.ARRIVED, ""),
        ("11:00", "LINDQVIST, Per", "Chair 1", Stage.BOOKED, ""),
        ("11:30", "O'BRIEN-MOSS, Ida", "Chair 2", Stage.BOOKED, ""),
    }
    assert waiting_list.open(desk) == [] == enquiries.open_ones(desk)
    check_in = appointments.last_check_in(desk, day.bookings["zoe"])
    assert check_in is not None
    assert (len(check_in.identified_by), check_in.contact_confirmed) == (2, True)
    assert (check_in.escort_name, check_in.escort_phone) == ("Per Ångström", "218 555 0177")
    assert patients.get(desk, day.people["zoe"]).phone_mobile == "218 555 0178"
    tried = {
        key: [(one.outcome, one.remark) for one in attempts.of_patient(desk, person)]
        for key, person in day.people.items()
        if attempts.of_patient(desk, person)
    }
    assert tried == {"other maria": [(Outcome.REACHED, "")], "ana": [(Outcome.NO_ANSWER, "Engaged twice")]}
    assert day.people["maria"] not in opened(desk)
    assert day.people["other maria"] in opened(desk)


def opened(desk: Desk) -> set[str]:
    """Return whose charts were opened."""
    rows = desk.rows("SELECT content FROM ledger WHERE CAST(content AS TEXT) ->> 'action' = 'chart.open'")
    return {patient for row in rows for patient in json.loads(row["content"])["patients"]}
