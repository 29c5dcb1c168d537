"""Evidence for a post-mortem: each probe asks AWS, changes nothing, and says of what it cannot see why not."""
