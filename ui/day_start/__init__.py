"""The start of the day: what is looked at before the first patient, asked once on Today."""
