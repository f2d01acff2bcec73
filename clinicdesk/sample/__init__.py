"""The sample clinic: people who do not exist, in every state a real clinic knows, with today in full swing.

It is made through the ordinary verbs, so that its ledger reads like that of a real clinic. What happens in it stands
in ``resources/sample``. It is sealed with the published key, and every screen and paper says that it is a sample.
"""

from clinicdesk.sample.place import FILE_NAME, default_folder, make_in
from clinicdesk.sample.stage import PASSWORD, PIN, logins

__all__ = ["FILE_NAME", "PASSWORD", "PIN", "default_folder", "logins", "make_in"]
