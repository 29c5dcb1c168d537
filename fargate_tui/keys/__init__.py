"""Which key does what: the names of keys, presets, a person's own keys, and where two meanings meet."""
