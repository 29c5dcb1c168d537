"""CloudWatch Logs of the local AWS: what containers write, and who reads it."""
