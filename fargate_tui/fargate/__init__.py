"""What Fargate is, and what follows from it: records and rules, with no I/O."""
