"""What a fault did: how often it was tried, what was lost, and what was shown as good that was not."""

from dataclasses import dataclass, field

HEAD = f"{'fault':<58} {'tries':>7} {'lost':>5} {'unseen':>7}  seconds"


@dataclass
class Outcome:
    """The tries of one fault.

    Attributes:
        lost: What somebody was told is kept, and is not.
        unseen: Damage that was shown as good, or an error without a sentence that says what to do.
        words: What else must be known: why something could not be tried here.
    """

    fault: str
    tries: int = 0
    lost: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    words: str = ""

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost and nothing damaged passed for good."""
        return not self.lost and not self.unseen

    def line(self, seconds: float) -> str:
        """Return the line of the report, and what went wrong below it."""
        first = f"{self.fault:<58} {self.tries:>7,} {len(self.lost):>5} {len(self.unseen):>7}  {seconds:6.1f}"
        more = [f"    lost: {one}" for one in self.lost[:5]] + [f"    unseen: {one}" for one in self.unseen[:5]]
        return "\n".join([first, *([f"    {self.words}"] if self.words else []), *more])
