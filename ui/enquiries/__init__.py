"""Enquiries: who asked and is not a patient yet."""
