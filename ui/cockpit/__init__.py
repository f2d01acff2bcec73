"""The sessions that are on now, all on one screen: a tile for each chair, and one row in which values are typed."""
