"""The only room that talks to AWS: one function, one question; records out, our errors raised."""
