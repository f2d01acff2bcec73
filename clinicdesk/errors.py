"""Everything that can go wrong in a way a person can act on.

Three kinds of trouble exist. A ``ClinicDeskError`` carries one sentence that says what to do and is shown where it was
caused. ``Cancelled`` unwinds silently. Anything else is a bug. The sentences never hold a patient's data.

    ClinicDeskError
    ├── BadValue              something typed is impossible, incomplete or cannot be read
    ├── NotAllowed            this person may not do this
    ├── NotFound              what was asked for is not in this clinic
    ├── ChangedElsewhere      somebody else changed the same row meanwhile
    ├── Sealed                the row belongs to a signed record
    ├── Clash                 a chair or a person is taken at this time
    ├── AlreadyThere          something that must be unique exists (a login, a record number)
    ├── SignInRefused         wrong login or password, or too soon after a wrong one
    ├── SecondFactorWanted    the password is right; the code of the phone is missing
    ├── NewPasswordWanted     the password is right and was chosen by somebody else: the person chooses their own
    ├── CannotPrint           a paper cannot be made as asked
    └── ClinicFileProblem     the clinic file cannot be used
        ├── WrongKey          the key does not open this file
        ├── KeyMissing        this PC has no key for the file
        │   └── NoKeyring     this PC has no keyring that could keep one
        ├── StartPinWanted    the key is behind a start PIN
        │   └── WrongStartPin what was typed is another one
        ├── KeyringLocked     the operating system's keyring is locked or refuses
        ├── FileLocked        another program holds the file
        ├── FileDamaged       pages of the file are damaged
        ├── NotAClinicFile    the file is something else
        ├── NewerFile         a newer version of the program made it
        ├── FileMissing       there is no such file
        ├── CannotWrite       the folder or file is read-only
        ├── DiskFull          there is no room left
        ├── DiskFailed        the disk did not read or write when it was asked to
        └── BehindItsHead     the end of the file is missing
"""

from clinicdesk.language import _


class ClinicDeskError(Exception):
    """A problem the person can act on; ``str()`` is the sentence to show."""


class Cancelled(Exception):
    """The person cancelled; unwind without a word."""


class BadValue(ClinicDeskError):
    """Something typed is impossible or cannot be read. ``field`` names the field it belongs to, if one does."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class NotAllowed(ClinicDeskError):
    """This person may not do this."""


class NotFound(ClinicDeskError):
    """What was asked for is not in this clinic."""


class ChangedElsewhere(ClinicDeskError):
    """Somebody else wrote the row since it was read.

    ``staff_name`` and ``at`` (a time with zone) say who and when; ``table`` and ``row_id`` say which row.
    """

    def __init__(self, table: str, row_id: str, staff_name: str, at: str) -> None:
        super().__init__(
            _("{name} changed this at {time} while you were working on it. Compare both, then save again.").format(
                name=staff_name, time=at
            )
        )
        self.table = table
        self.row_id = row_id
        self.staff_name = staff_name
        self.at = at


class Sealed(ClinicDeskError):
    """The row belongs to a signed record, which nobody can change. An addendum can be added."""

    def __init__(self) -> None:
        super().__init__(_("This record is signed and cannot be changed. Add an addendum instead."))


class Clash(ClinicDeskError):
    """A chair or a person is taken at this time. ``with_ids`` are the bookings that are there, by start."""

    def __init__(self, sentence: str, with_ids: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.with_ids = with_ids


class AlreadyThere(ClinicDeskError):
    """Something that must be unique already exists."""


class SignInRefused(ClinicDeskError):
    """The login or password is wrong, or it is too soon to try again. ``wait_seconds`` says how long to wait."""

    def __init__(self, sentence: str, wait_seconds: int = 0) -> None:
        super().__init__(sentence)
        self.wait_seconds = wait_seconds


class SecondFactorWanted(ClinicDeskError):
    """The password is right, and this person has a second factor: its code is asked as well."""


class NewPasswordWanted(ClinicDeskError):
    """The password is right, and somebody else chose it: the person chooses their own before they go on."""


class CannotPrint(ClinicDeskError):
    """A paper cannot be made as asked."""


class ClinicFileProblem(ClinicDeskError):
    """The clinic file cannot be used; the subclass says why."""


class WrongKey(ClinicFileProblem):
    """The key does not open this file."""


class KeyMissing(ClinicFileProblem):
    """This PC has no key for the file; the recovery key is needed once."""


class NoKeyring(KeyMissing):
    """This PC has no keyring of its operating system; the recovery key is needed at each start."""


class StartPinWanted(ClinicFileProblem):
    """The keyring keeps the key behind a start PIN."""


class WrongStartPin(StartPinWanted):
    """What was typed is not the start PIN."""


class KeyringLocked(ClinicFileProblem):
    """The operating system's keyring is locked or refuses."""


class FileLocked(ClinicFileProblem):
    """Another program holds the file."""


class FileDamaged(ClinicFileProblem):
    """Pages of the file are damaged."""


class NotAClinicFile(ClinicFileProblem):
    """The file is not a ClinicDesk file."""


class NewerFile(ClinicFileProblem):
    """A newer version of ClinicDesk made the file."""


class FileMissing(ClinicFileProblem):
    """There is no file of that name."""


class CannotWrite(ClinicFileProblem):
    """The folder or the file is read-only."""


class DiskFull(ClinicFileProblem):
    """There is no room left on the disk; nothing was saved."""


class DiskFailed(ClinicFileProblem):
    """The disk did not read or write when it was asked to: nothing is known to be damaged, nothing was saved."""


class BehindItsHead(ClinicFileProblem):
    """The file ends earlier than it once did: its last entries are missing."""
