"""The series of a patient: plan one from a protocol, move its sessions, open them."""
