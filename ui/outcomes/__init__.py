"""What became of the patients of the practice, counted."""
