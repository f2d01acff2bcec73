"""The curve of what a patient answered, with the treatments on it."""
