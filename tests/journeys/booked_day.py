"""A day that was booked the day before, for whoever works through it: sessions, visits, a waiting list, namesakes."""

from datetime import date, time, timedelta

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, chairs, patients, protocols, series_booking, waiting_list
from clinicdesk.records.appointments import Slot
from clinicdesk.records.patient_details import PatientDetails
from tests.conftest import START

DAY = START.date() + timedelta(days=1)
"""Tuesday 3 March 2026."""


class BookedDay:
    """The ids of the people who are expected, and of their bookings, by name."""

    def __init__(self, desk: Desk) -> None:
        """``desk`` is of somebody who may plan a series and book."""
        self.desk = desk
        self.chairs = [chair.id for chair in chairs.all(desk)]
        self.people: dict[str, str] = {}
        self.bookings: dict[str, str] = {}
        self._register()
        self._book()

    def _register(self) -> None:
        for key, family, given, born, phone in (
            ("zoe", "Ångström", "Zoë", date(1986, 7, 21), "218 555 0142"),
            ("tom", "Novak", "Tom", date(1979, 1, 30), "218 555 0150"),
            ("per", "Lindqvist", "Per", date(1968, 7, 21), "218 555 0151"),
            ("ida", "Brandt", "Ida", date(1991, 12, 2), "218 555 0152"),
            ("maria", "Lopez", "Maria", date(1975, 5, 4), "218 555 0111"),
            ("other maria", "Lopez", "Maria", date(1990, 11, 19), "218 555 0122"),
            ("ana", "Kim", "Ana", date(1983, 2, 11), "218 555 0160"),
            ("olu", "Adeyemi", "Olu", date(1972, 9, 9), "218 555 0170"),
        ):
            details = PatientDetails(family_name=family, given_name=given, birth_date=born, phone_mobile=phone)
            self.people[key] = patients.register(self.desk, details=details)

    def _book(self) -> None:
        mood = protocols.load_all()[0]["iv-ketamine-mood"]
        zoe, chair = self.people["zoe"], self.chairs[0]
        proposal = series_booking.propose(
            self.desk, patient_id=zoe, protocol=mood, first_day=DAY, time=time(8), chair_id=chair
        )
        series_booking.plan(self.desk, proposal, indication="Major depression")
        self.bookings["zoe"] = appointments.of_patient(self.desk, zoe)[0].id
        for key, at, kind, minutes, day in (
            ("tom", time(8), "intake", 60, DAY),
            ("per", time(9, 30), "follow_up", 30, DAY),
            ("ida", time(10), "follow_up", 30, DAY),
            ("maria", time(10, 30), "follow_up", 30, DAY),
            ("other maria", time(9), "follow_up", 30, DAY + timedelta(days=1)),
            ("ana", time(10), "follow_up", 30, DAY + timedelta(days=1)),
        ):
            slot = Slot(appointments.instant(self.desk, day, at), minutes, self.chairs[1])
            self.bookings[key] = appointments.book(self.desk, patient_id=self.people[key], kind=kind, slot=slot)
        waiting_list.add(
            self.desk,
            patient_id=self.people["olu"],
            kind="follow_up",
            minutes=30,
            until_time=time(12),
            remark="Can be here in half an hour",
        )
