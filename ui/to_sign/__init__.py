"""To sign: what waits for this person, read whole and signed one by one; for the owner, what waits too long."""
