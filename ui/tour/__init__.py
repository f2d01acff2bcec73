"""The tour: the real window, driven through a clinic's jobs, leaving pictures and papers."""
