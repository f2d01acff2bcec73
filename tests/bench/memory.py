"""Memory of the program with a chart open, and after a long day of opening charts, in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench import bare
from tests.bench.measure import Figure
from tests.bench.setting import KEY, LOGIN, PASSWORD, Setting

MOST_MEGABYTES, MOST_GROWTH = 150, 0.1


def figures(setting: Setting) -> list[Figure]:
    """Measure beside a process that shows a window with two fields and does nothing."""
    limit = bare.window_megabytes(resident_megabytes)
    openings = setting.sizes.openings
    patients = [*setting.charts, *setting.visitors][:openings]
    others = "SELECT id FROM patients ORDER BY id DESC LIMIT ?"
    patients += [row["id"] for row in setting.clinic.rows(others, openings - len(patients))]
    first, last = _day(setting.clinic.path, patients)
    growth = last / first - 1
    bare_text, ratio = f"{limit:.0f} MB", f"{first / limit:.2f}"
    return [
        Figure(
            "memory with a chart open",
            f"{first:.0f} MB",
            bare_text,
            ratio,
            f"≤ {MOST_MEGABYTES} MB",
            first <= MOST_MEGABYTES,
        ),
        Figure(
            f"memory after {openings} charts opened",
            f"{last:.0f} MB",
            bare_text,
            f"{growth:+.0%}",
            f"growth ≤ {MOST_GROWTH:.0%}",
            growth <= MOST_GROWTH,
        ),
    ]


def resident_megabytes(process_id: int) -> float:
    """Return the memory of a process that is really in use."""
    try:
        fields = Path(f"/proc/{process_id}/status").read_text(encoding="ascii").splitlines()
        kilobytes = next(line for line in fields if line.startswith("VmRSS")).split()[1]
    except OSError:
        asked = subprocess.run(["ps", "-o", "rss=", "-p", str(process_id)], stdout=subprocess.PIPE, check=True)
        kilobytes = asked.stdout.decode().strip()
    return int(kilobytes) / 1024


def _day(path: Path, patients: list[str]) -> tuple[float, float]:
    """Open charts in a process of its own; return its memory with the first one open, and with the last one."""
    child = subprocess.run(
        [sys.executable, "-m", "tests.bench.memory"],
        input=json.dumps([str(path), patients]),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    first, last = (float(word) for word in child.stdout.split()[-2:])
    return first, last


def main() -> None:
    """Be the process that opens charts."""
    import os

    from clinicdesk.clinic import Clinic
    from clinicdesk.records import staff
    from tests.bench.screen import leave, workplace

    path, patients = json.loads(sys.stdin.read())
    clinic = Clinic.open(Path(path), KEY)
    desk = staff.sign_in(clinic, login=LOGIN, password=PASSWORD, workstation="BENCH")
    work, painted = workplace(desk)
    readings = []
    for patient in patients:
        work.show_chart(patient)
        painted.wait()
        readings.append(resident_megabytes(os.getpid()))
    leave(work)
    clinic.close()
    print(readings[0], readings[-1])


if __name__ == "__main__":
    main()
