"""Keep how the shipped consent texts look now: ``python -m tests.printing.renew_golden``.

Run it after a text or the layout of the form was changed on purpose, look at the papers (``clinicdesk print consent
--blank …``), and commit the data with the change.
"""

import json
import sys
import tempfile
from pathlib import Path

from clinicdesk.printing import consent_form
from tests.printing import golden


def main() -> None:
    looks: dict[str, dict[str, list[list[str]]]] = {key: {} for key in golden.KEYS}
    with tempfile.TemporaryDirectory() as folder:
        for size in golden.SIZES:
            desk = golden.founded(Path(folder), size)
            for key in golden.KEYS:
                looks[key][size] = golden.look(consent_form.blank(desk, key))
            desk.clinic.close()
    golden.DATA.write_text(json.dumps(looks, indent=1) + "\n", encoding="utf-8")
    count = sum(len(sheets) for sizes in looks.values() for sheets in sizes.values())
    sys.stdout.write(f"{count} sheets kept in {golden.DATA.name}\n")


if __name__ == "__main__":
    main()
