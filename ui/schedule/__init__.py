"""The schedule: who comes when, where and to whom; booking, moving and cancelling."""
