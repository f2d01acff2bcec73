"""Job 4: bringing patients in from CSV files: a trial run, the import, and a second one that adds nobody."""

from ui.tour.tour import Tour

PATIENTS = """\
Id,BIRTHDATE,DEATHDATE,SSN,PREFIX,FIRST,LAST,GENDER,ADDRESS,CITY,STATE,ZIP
a1,1996-09-11,,999-00-0001,Ms.,Minh Anh312,Nguyễn77,F,44 Pine Street,Duluth,Minnesota,55805
a2,1979-01-30,,999-00-0002,Mr.,Łukasz5,Wiśniewski901,M,9 Grand Avenue,Duluth,Minnesota,
a3,1985-13-40,,999-00-0003,Mr.,Colin861,Wyman904,M,299 Haag Dam,Boston,Massachusetts,02125
"""
ALLERGIES = """\
START,STOP,PATIENT,ENCOUNTER,CODE,SYSTEM,DESCRIPTION,TYPE,CATEGORY,REACTION1,DESCRIPTION1,SEVERITY1
2001-05-04,,a1,e1,7980,RxNorm,Penicillin G,allergy,medication,271807003,Hives,MODERATE
"""
MEDICATIONS = """\
START,STOP,PATIENT,PAYER,ENCOUNTER,CODE,DESCRIPTION
2024-02-01T08:00:00Z,,a2,p,e2,312940,Sertraline 100 MG Oral Tablet
"""
CONDITIONS = """\
START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION
2019-03-02,,a2,e2,370143000,Major depressive disorder
"""


def show(tour: Tour) -> None:
    """Count first, import, and import again."""
    folder = tour.folder / "from-the-old-program"
    folder.mkdir()
    for name, text in (
        ("patients", PATIENTS),
        ("allergies", ALLERGIES),
        ("medications", MEDICATIONS),
        ("conditions", CONDITIONS),
    ):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    hands = tour.hands
    hands.press("Ctrl+2")
    hands.click("Import…")
    hands.type("Folder or file", str(folder))
    hands.click("Count only")
    hands.see("Nothing is written yet")
    tour.picture("import-counted")
    hands.click("Import")
    hands.see("Done: 2 patients added.")
    tour.picture("import-done")
    hands.click("Import")
    hands.see("Done: 0 patients added.")
    hands.click("Close")
