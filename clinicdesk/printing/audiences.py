"""For whom a paper is: named in the header of every sheet, so that nobody hands on what was meant for somebody else.

Papers in the patient's language name the patient and the clinic in that language (``FormWords``); a letter names the
clinician it goes to. All others are for one of those below.
"""

from clinicdesk.language import _

STAFF = _("this clinic's staff")
CLINICIANS = _("this clinic's clinicians")
TREATING = _("clinicians who treat the patient")
TAKING_OVER = _("whoever takes over in an emergency")
PATIENT = _("the patient")
INSPECTION = _("this clinic, and whoever inspects it")
OWNER = _("the owner of this clinic")
