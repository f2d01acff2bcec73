"""Notes: the tab of a chart in which a clinician reads, writes and signs them."""
