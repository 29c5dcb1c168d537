"""What runs in the terminal in our place, or beside us: an editor, and sessions in containers through a plugin."""
