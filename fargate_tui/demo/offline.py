"""Keeps moto and botocore away from the network and from real credentials."""

import os

ACCOUNT = "123456789012"
CALLER = f"arn:aws:iam::{ACCOUNT}:user/ops-admin"
"""Who asks, unless the credentials are somebody else's."""
ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE"
"""AWS's own example key: nobody's, and the one to use with the local AWS."""
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105  AWS's published example

_SET = {
    "AWS_ACCESS_KEY_ID": ACCESS_KEY,
    "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    # 0.6 s of start-up for machine images that no Fargate task uses
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
}


def keep_offline() -> None:
    """Replace every AWS and moto setting of this process's environment by one that reaches nothing."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "MOTO_"))]:
        del os.environ[name]
    os.environ.update(_SET)
