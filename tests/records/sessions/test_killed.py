"""The program is killed in the middle of an infusion: every acknowledged value is there, and the timers are right."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import sessions, staff
from clinicdesk.rules.timeline import Phase, minute_after
from clinicdesk.rules.vitals import Kind
from tests.conftest import PASSWORD

ROOT = Path(__file__).resolve().parents[3]
CHILD = """
import sys, time
from pathlib import Path
from tests.conftest import PASSWORD
from tests.records.sessions import steps
from clinicdesk.clinic import Clinic
from clinicdesk.records import sessions, staff
from clinicdesk.rules.vitals import Kind
clinic = Clinic.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="CHILD")
session_id = steps.plan_for(desk, steps.register_zoe(desk))
steps.run(desk, desk, session_id)
print(session_id, flush=True)
for rate in range(61, 200):
    sessions.observe(desk, session_id, values={Kind.HEART_RATE: rate})
    print(rate, flush=True)
    if rate == 64:
        desk.keep_draft(f"session:{session_id}:vitals", {"pressure": "14"})
        print("draft", flush=True)
"""


def test_a_killed_program_brings_the_running_session_back(clinic_file: Path, key: bytes) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(clinic_file), key.hex()], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert child.stdout is not None
    session_id = child.stdout.readline().strip()
    acknowledged: list[int] = []
    drafted = False
    while len(acknowledged) < 6 or not drafted:
        line = child.stdout.readline().strip()
        assert line, "the child died by itself"
        drafted |= line == "draft"
        acknowledged += [int(line)] if line.isdigit() else []
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    acknowledged += [int(line) for line in child.stdout.read().split() if line.isdigit()]
    child.stdout.close()

    clinic = Clinic.open(clinic_file, key)
    try:
        desk: Desk = staff.sign_in(clinic, login="all", password=PASSWORD, workstation="AFTER")
        (running,) = sessions.running(desk)
        assert running.id == session_id
        session = sessions.get(desk, session_id)
        assert session.phase is Phase.RUNNING
        rates = [o.value for o in session.current if o.kind == Kind.HEART_RATE]
        assert rates[1 : len(acknowledged) + 1] == acknowledged
        now = sessions.now_of(desk)
        assert session.started is not None
        # The same run of the PC: the timer goes on by its uptime, without a gap.
        assert session.started.boot == now.boot
        assert sessions.clock_note(session, now) is None
        flowed = minute_after(session.started, now) * 60_000 * 150_000 / 3_600_000
        assert abs(session.infused_microlitres(now) - flowed) <= 1
        draft = desk.draft(f"session:{session_id}:vitals")
        assert draft is not None
        assert draft.body == '{"pressure": "14"}'
    finally:
        clinic.close()
