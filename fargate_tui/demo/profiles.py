"""The AWS config files with which clients find their way into the local AWS."""

import shutil
import sys
import tempfile
from collections.abc import Mapping
from configparser import ConfigParser
from pathlib import Path

from fargate_tui.demo.offline import ACCESS_KEY, ACCOUNT, SECRET_KEY
from fargate_tui.demo.people import AUDIT, DEPLOY, OPS, PHONE, STAGING

SSO_SESSION = "fargate-tui-demo"
PREFIX = "fargate-tui-demo-"
"""How directories are called that hold nothing but these files and what clients put beside them."""
_CONFIG = """\
[profile demo]
region = us-east-1
endpoint_url = {url}

[profile demo-ireland]
region = eu-west-1
endpoint_url = {url}

[profile staging]
role_arn = {deploy}
source_profile = demo
region = us-east-1
endpoint_url = {url}

[profile staging-audit]
role_arn = {audit}
source_profile = staging
region = us-east-1
endpoint_url = {url}

[profile ops-mfa]
role_arn = {ops}
source_profile = demo
mfa_serial = {phone}
region = us-east-1
endpoint_url = {url}

[profile sso]
sso_session = {session}
sso_account_id = {account}
sso_role_name = Operator
region = us-east-1
endpoint_url = {url}

[profile sso-viewer]
sso_session = {session}
sso_account_id = {account}
sso_role_name = Viewer
region = us-east-1
endpoint_url = {url}

[profile sso-staging]
sso_session = {session}
sso_account_id = {staging}
sso_role_name = Operator
region = us-east-1
endpoint_url = {url}

[profile sso-legacy]
sso_start_url = {url}/start
sso_region = us-east-1
sso_account_id = {account}
sso_role_name = Viewer
region = us-east-1
endpoint_url = {url}

[profile process]
credential_process = "{python}" "{vault}" {url}
region = us-east-1
endpoint_url = {url}

[sso-session {session}]
sso_start_url = {url}/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
"""
_CREDENTIALS = """\
[{name}]
aws_access_key_id = {key}
aws_secret_access_key = {secret}
"""


def regions() -> Mapping[str, str]:
    """The Region of each profile that the files have."""
    read = ConfigParser(interpolation=None)
    read.read_string(_CONFIG)
    named = ((section.partition(" "), read[section]) for section in read.sections())
    return {name: members["region"] for (kind, _, name), members in named if kind == "profile"}


class Files:
    """The directory that holds them: one of its own unless one is given. They are removed at the end."""

    def __init__(self, directory: Path | None) -> None:
        self._given = directory
        self._own: Path | None = None
        self._written: list[Path] = []

    def write(self, url: str) -> Mapping[str, str]:
        """Write them for the local AWS at a URL; the variables that lead clients to them. Raises OSError.

        Files that are there already are somebody's, and stay as they are.
        """
        if self._given is None:
            self._own = Path(tempfile.mkdtemp(prefix=PREFIX))
        directory = self._given or self._own
        assert directory is not None
        for name, text in (("config", _config(url)), ("credentials", _credentials())):
            with (directory / name).open("x") as file:
                self._written.append(directory / name)
                file.write(text)
        return {
            "AWS_CONFIG_FILE": str(directory / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(directory / "credentials"),
        }

    def remove(self) -> None:
        """Remove what was written."""
        for file in self._written:
            file.unlink(missing_ok=True)
        # One that was made for us goes too: who made it may have been killed.
        made = self._own or self._given
        if made is not None and made.name.startswith(PREFIX):
            shutil.rmtree(made, ignore_errors=True)


def _config(url: str) -> str:
    return _CONFIG.format(
        url=url,
        deploy=DEPLOY.arn,
        audit=AUDIT.arn,
        ops=OPS.arn,
        phone=PHONE,
        session=SSO_SESSION,
        account=ACCOUNT,
        staging=STAGING,
        python=sys.executable,
        vault=Path(__file__).with_name("vault.py"),
    )


def _credentials() -> str:
    return "\n".join(
        _CREDENTIALS.format(name=name, key=ACCESS_KEY, secret=SECRET_KEY) for name in ("demo", "demo-ireland")
    )
