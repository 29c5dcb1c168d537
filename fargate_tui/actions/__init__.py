"""What a person can change, one file each: its key, its plan, its run, its undo."""
