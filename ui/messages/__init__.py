"""The place Messages: what colleagues write to each other."""
