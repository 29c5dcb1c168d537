"""A table's columns as data."""
