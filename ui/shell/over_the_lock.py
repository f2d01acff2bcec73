"""Which windows the lock and the hand-over leave where they are: they show no name, and somebody may need them."""

STAYS = "stays_over_the_lock"
"""The property that marks such a window."""
