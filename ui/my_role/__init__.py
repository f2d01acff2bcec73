"""What a person's role includes, and why something is not shown."""
