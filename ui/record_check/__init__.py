"""Checking that the record is whole and unchanged."""
