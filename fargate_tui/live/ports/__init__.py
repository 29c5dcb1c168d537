"""What the watches ask of AWS: the Protocols that ``aws/`` fulfils and that tests stand in for.

Pages come as AWS sends them; a batched Describe yields one Answer per batch as soon as it is there, so that one failed
batch leaves the others standing. Everything else raises one of the errors of `fargate.errors`. Who may leave a
generator early, or waits for something else in between, uses it inside `contextlib.aclosing`.
"""
