"""The local AWS: a program of its own that happens to live here."""
