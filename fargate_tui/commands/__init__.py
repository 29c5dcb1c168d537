"""What can be asked without the screen: one file per command, over the same watches, rows and columns."""
