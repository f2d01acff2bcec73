"""Who else treats a patient: the care team, letters to them, and what becomes of the medicines."""
