"""CloudWatch metrics of the local AWS: computed from the simulation when they are read."""
