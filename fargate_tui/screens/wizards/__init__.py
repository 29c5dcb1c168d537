"""The wizards: one screen for all of them, the review of what was filled in, and the drafts that were left."""
