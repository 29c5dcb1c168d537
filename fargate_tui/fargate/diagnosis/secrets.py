"""Secrets, parameters, ECR's login and environment files that cannot be read: D10–D15, D21."""

from collections.abc import Callable
from typing import Final

from fargate_tui.fargate.diagnosis import names
from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.images import DENIED, NO_PATH
from fargate_tui.fargate.diagnosis.rule import Cause, Rule, asks

_INIT: Final = (
    "secret", "registry auth", "ssm", "secretsmanager", "parameter", "getauthorizationtoken", "kms", "repository cred",
)  # fmt: skip


_MALFORMED: Final = r"GetSecretValueInput\.|secret.*ValidationException"


def _secret(problem: str) -> Callable[[Case], str]:
    return lambda case: f"cannot read {names.called_secret(case)}: {problem}"


def _unread(case: Case) -> str:
    return f"{names.called_secret(case)} cannot be read"


def _is_login(case: Case) -> bool:
    return (
        case.search(r"retrieve ecr registry auth|ecr:GetAuthorizationToken|registry auth from Amazon ECR") is not None
    )


def _refused(case: Case) -> str:
    if _is_login(case):
        return "cannot log in to ECR: access denied"
    return _secret("access denied")(case)


def _refused_word(case: Case) -> str:
    return "no image" if _is_login(case) else "no secret"


def _refused_subject(case: Case) -> str:
    return "ECR refuses the login" if _is_login(case) else _unread(case)


def _unreached_subject(case: Case) -> str:
    if _is_login(case):
        return "ECR's login cannot be reached"
    return f"{names.called_secret(case)} cannot be reached"


NO_WAY: Final = Cause(
    id="no way to the secrets",
    says="nothing leads from its subnet to where secrets or ECR's login are: no NAT route, public address or endpoint",
    probes=("E-net", "E-vpce", "E-sg"),
    judge=asks("network.way_to_secrets"),
)
_NO_NAMES: Final = Cause(
    id="no DNS", says="its VPC does not resolve names", probes=("E-vpce",), judge=asks("network.has_dns")
)
NOT_THERE: Final = Cause(
    id="no such secret",
    says="it was deleted, is in another region, has no value yet, or its ARN is mistyped",
    probes=("E-sec", "E-td"),
    judge=asks("stores.secret_exists"),
)
_MAY_READ: Final = Cause(
    id="read not allowed",
    says="its execution role, not the task role, lacks the action on this resource",
    probes=("E-role",),
    judge=asks("roles.allows_named"),
)
_KEY: Final = Cause(
    id="key not allowed",
    says="it is encrypted with a key of yours, which the role may not use",
    probes=("E-sec", "E-role"),
    judge=asks("stores.key_of_customer"),
)


JSON_KEY: Final = Rule(
    number="D13",
    severity="error",
    word="no secret",
    line=_secret("it lacks the JSON key asked for"),
    subject=_unread,
    texts=r"did not contain json key",
    words=("json key",),
    causes=(
        Cause(
            id="no such key",
            says="the key in valueFrom is mistyped, or was taken out of the secret",
            probes=("E-td",),
            judge=asks("definitions.json_key"),
        ),
    ),
    remedy="put the key into the secret, or correct valueFrom",
    action="revision.edit",
    is_told=True,
)
SECRET_GONE: Final = Rule(
    number="D12",
    severity="error",
    word="no secret",
    line=lambda case: _secret("its ARN is not valid" if case.search(_MALFORMED) else "not found")(case),
    subject=_unread,
    texts=r"Secrets Manager can't find|can't retrieve the secret|was not able to find the secret"
    rf"|secret.*(marked for deletion|marked deleted)|{_MALFORMED}",
    words=("secret",),
    causes=(NOT_THERE,),
    remedy="create the secret in this region, or correct its ARN in valueFrom",
    action="revision.edit",
)
PARAMETER_GONE: Final = Rule(
    number="D14",
    severity="error",
    word="no secret",
    line=_secret("not found"),
    subject=_unread,
    texts=r"invalid (ssm )?parameters|ParameterNotFound",
    words=("parameter",),
    causes=(NOT_THERE,),
    remedy="create the parameter in this region, or correct its name in valueFrom: AWS calls a missing one invalid",
    action="revision.edit",
)
REFUSED: Final = Rule(
    number="D11",
    severity="error",
    word=_refused_word,
    line=_refused,
    subject=_refused_subject,
    texts=rf"retrieve ecr registry auth.*{DENIED}"
    rf"|(retrieve secrets? from|pull secrets|fetch(ing)? secret|repository credential).*{DENIED}"
    r"|perform: (secretsmanager:|ssm:GetParam|kms:Decrypt|ecr:GetAuthorizationToken)",
    words=_INIT,
    causes=(_MAY_READ, _KEY),
    remedy="allow the execution role (not the task role) the action that AWS names, and kms:Decrypt on a key of yours",
    is_told=True,
)
NETWORK: Final = Rule(
    number="D10",
    severity="error",
    word="no secret",
    line="cannot read secrets or log in to ECR: no network path",
    subject=_unreached_subject,
    texts=rf"(secrets or registry auth|retrieve secrets? from|retrieve ecr registry auth|fetch secret).*{NO_PATH}"
    r"|secrets or registry auth: pull command failed: ?: signal: killed"
    r"|check your task network configuration",
    words=("registry auth", "secret", "network configuration"),
    causes=(NO_WAY, _NO_NAMES),
    remedy="give the subnet a way there: a NAT route, a public address, or an endpoint that lets the task in",
)
NETWORK_NAMED: Final = Rule(
    number="D15",
    severity="error",
    word="no secret",
    line="cannot read secrets or log in to ECR: no network path",
    subject=_unreached_subject,
    texts=r"cannot pull (secrets|registry auth) from|from Secrets Manager\.? There is a connection"
    r"|connection issue between the task and (AWS )?(Secrets Manager|Systems Manager|SSM|Amazon ECR)",
    words=("cannot pull", "connection"),
    causes=(NO_WAY, _NO_NAMES),
    remedy="give the subnet a way there: a NAT route, a public address, or an endpoint that lets the task in",
)
ENV_FILES: Final = Rule(
    number="D21",
    severity="error",
    word="no start",
    line="cannot download its environment files",
    texts=r"failed to download env(ironment)? files?",
    words=("download env",),
    causes=(
        Cause(
            id="no way to S3",
            says="nothing leads from its subnet to S3",
            probes=("E-net", "E-vpce", "E-sg"),
            judge=asks("network.way_to", "s3"),
        ),
        Cause(
            id="read not allowed",
            says="its execution role may not read the file or find its bucket",
            probes=("E-role",),
            judge=asks("roles.allows", "execution", "s3:GetObject", "s3:GetBucketLocation"),
        ),
        Cause(id="no such file", says="the object does not exist, or its name does not end in .env", probes=("E-td",)),
    ),
    remedy="allow the execution role s3:GetObject on the file and s3:GetBucketLocation on its bucket; check its name",
)

RULES: Final = (JSON_KEY, SECRET_GONE, PARAMETER_GONE, REFUSED, NETWORK, NETWORK_NAMED, ENV_FILES)
