"""Two registrations of one person: laid side by side and merged, and parted again."""
