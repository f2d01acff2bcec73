"""Files in Synthea's layout, written by the test that needs them."""

from collections.abc import Sequence
from pathlib import Path

PATIENTS = "Id,BIRTHDATE,DEATHDATE,PREFIX,FIRST,LAST,GENDER,ADDRESS,CITY,STATE,ZIP"
ALLERGIES = "START,STOP,PATIENT,ENCOUNTER,CODE,SYSTEM,DESCRIPTION,DESCRIPTION1,SEVERITY1,DESCRIPTION2,SEVERITY2"
MEDICATIONS = "START,STOP,PATIENT,CODE,DESCRIPTION,REASONDESCRIPTION"
CONDITIONS = "START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION"

COLIN = "p1,1995-11-28,,Mr.,Colin861,Wyman904,M,299 Haag Dam,Boston,Massachusetts,02125"
ZOE = "p2,1971-10-08,,Mrs.,Zoë12,Ångström7,F,678 Underpass,Wrentham,Massachusetts,"
JOSE = "p3,1960-01-31,2020-05-05,Mr.,José Luis3,García-López9,M,,,,"


def write(folder: Path, kind: str, header: str, rows: Sequence[str], encoding: str = "utf-8") -> Path:
    """Write one file and return its path."""
    path = folder / f"{kind}.csv"
    path.write_bytes(("\r\n".join([header, *rows]) + "\r\n").encode(encoding))
    return path


def write_all(folder: Path) -> Path:
    """Write a folder with three patients and what belongs to them."""
    write(folder, "patients", PATIENTS, [COLIN, ZOE, JOSE])
    write(
        folder,
        "allergies",
        ALLERGIES,
        [
            "1994-03-27,,p1,e,84489001,SNOMED-CT,Mold (organism),,,,",
            "1994-03-27,,p1,e,1191,RxNorm,Aspirin,Abdominal pain (finding),MODERATE,Wheal (finding),SEVERE",
        ],
    )
    write(
        folder,
        "medications",
        MEDICATIONS,
        [
            "2001-02-03T08:02:56Z,2001-03-03T08:02:56Z,p1,314,Sertraline 50 MG,",
            "2003-02-03T08:02:56Z,,p1,314,Sertraline 50 MG,Depression",
            "2002-02-03T08:02:56Z,2002-03-03T08:02:56Z,p1,314,Sertraline 50 MG,",
            "1990-01-01T00:00:00Z,1990-02-01T00:00:00Z,p2,99,Amoxicillin 250 MG,",
            "1991-01-01T00:00:00Z,1991-02-01T00:00:00Z,p2,99,Amoxicillin 250 MG,",
        ],
    )
    write(folder, "conditions", CONDITIONS, ["1962-02-17,,p3,e,128613002,Seizure disorder"])
    return folder
