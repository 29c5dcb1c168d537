"""One file per screen: it follows one watch, fills widgets, and turns messages into navigation."""
