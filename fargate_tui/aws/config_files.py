"""The AWS config files as messages name them."""

import os


def config_file() -> str:
    """Where the CLI and botocore look for profiles."""
    return os.environ.get("AWS_CONFIG_FILE") or "~/.aws/config"


def credentials_file() -> str:
    """Where they look for keys."""
    return os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials"
