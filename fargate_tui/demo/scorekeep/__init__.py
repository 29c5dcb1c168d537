"""Scorekeep, the game of the 2017 talk: two programs that the local AWS runs as the containers of real tasks.

Both use the standard library only, so that they start in a tenth of a second.
"""
