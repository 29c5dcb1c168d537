"""What containers say: where it goes, what a line holds, which lines to show."""
