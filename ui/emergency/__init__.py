"""Emergency access: how it is begun, the one chart it shows, and the list an administrator reads of."""
