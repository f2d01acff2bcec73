"""Everything a clinic knows and does. Nothing in this package imports Qt."""

__version__ = "0.1.0"
