"""What wizards make: one action for each kind of thing, and one that takes it back."""
