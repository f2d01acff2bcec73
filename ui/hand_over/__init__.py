"""Handing the PC to the patient: one form alone on the screen, and no way out but a member of staff."""
