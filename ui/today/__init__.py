"""Today: who is expected, who is here, what is running, what is unsigned."""
