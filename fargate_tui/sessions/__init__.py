"""What runs in the terminal in our place, or beside us: sessions in containers through session-manager-plugin."""
