"""Consents: the tab of the chart, and what is filled in, signed, declined and withdrawn from there."""
