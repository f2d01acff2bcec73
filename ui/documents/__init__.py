"""The documents of a patient: filing, reading and finding them."""
