"""The operations, one file per family of them; each is a function of the plane and the request."""
