"""The terminal UI in which ops engineers run AWS Fargate."""

__version__ = "0.1.0"
