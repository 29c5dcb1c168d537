"""Medians on this machine, against the local AWS: ``make bench``."""
