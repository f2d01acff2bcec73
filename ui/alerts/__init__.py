"""A clinician is needed now: the strip on every screen of staff, what it leads to, and what follows a hand-over."""
