"""A patient's appointments, in the chart."""
