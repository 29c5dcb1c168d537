"""What a wizard fills in, what is wrong with it, the requests it becomes, and the same as code. Pure."""
