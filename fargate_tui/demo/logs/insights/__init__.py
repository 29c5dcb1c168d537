"""Logs Insights of the local AWS: the query language as far as people use it, computed over the lines when asked."""
