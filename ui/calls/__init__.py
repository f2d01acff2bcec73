"""The place Calls: whom to call, and who waits for a place."""
