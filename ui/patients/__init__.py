"""The patients: finding, registering and amending them."""
