"""The place where a programme's monitoring form is completed and its sending recorded."""
