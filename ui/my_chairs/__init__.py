"""The chairs one answers for: the list, handing them over, and leaving the PC while one has some."""
