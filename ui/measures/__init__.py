"""Filling in questionnaires: by the patient, read aloud, from paper, as a score; and what was recorded of them."""
