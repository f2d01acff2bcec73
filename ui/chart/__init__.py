"""The chart: one patient, the banner on top and a tab for each kind of record."""
