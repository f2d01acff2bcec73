"""Protocols of the clinic: which numbers they hold, where each is from, and the clinic's own versions of them."""
