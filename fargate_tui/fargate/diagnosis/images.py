"""Images that cannot be pulled: D01–D09."""

from collections.abc import Callable
from typing import Final

from fargate_tui.fargate.diagnosis import names
from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.rule import Cause, Rule, asks

NO_PATH: Final = (
    r"(connection issue|i/o timeout|request cancell?ed|context (deadline exceeded|cancell?ed)|RequestCancell?ed"
    r"|RequestError|request send failed|Client\.Timeout|connection (refused|reset)|no such host|TLS handshake timeout"
    r"|network is unreachable|StatusCode: 0\b)"
)
"""Words of a call that was never answered."""
DENIED: Final = r"(AccessDenied|access (is )?denied|not authorized|403 Forbidden|no basic auth|Access to KMS is not)"
"""Words of a call that was refused."""

_ANY: Final = (
    r"CannotPull(ContainerError|ContainerWithCurrentPermissions|Container\b|ImageManifestError|ECRContainerError)"
)
_WORDS: Final = ("cannotpull",)


def _pull(problem: str) -> Callable[[Case], str]:
    return lambda case: f"cannot pull {names.called_image(case)}: {problem}"


def _layers(case: Case) -> str:
    if case.search("unexpected status"):
        return _pull("the registry does not give its layers")(case)
    return _pull("its layers cannot be reached")(case)


def _not_pulled(case: Case) -> str:
    return f"{names.called_image(case)} cannot be pulled"


NO_WAY: Final = Cause(
    id="no way to the registry",
    says="nothing leads from its subnet to the registry: no public address or NAT route, no endpoint, or a closed one",
    probes=("E-net", "E-vpce", "E-sg"),
    judge=asks("network.way_to_registry"),
)
NOT_THERE: Final = Cause(
    id="no such image",
    says="the tag or digest is not in the repository: mistyped, deleted, or another account or region",
    probes=("E-img",),
    judge=asks("images.exists"),
)
NOT_ALLOWED: Final = Cause(
    id="pull not allowed",
    says="its execution role may not pull the image",
    probes=("E-role",),
    judge=asks(
        "roles.allows", "execution", "ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"
    ),
)
_LAYERS: Final = Cause(
    id="no way to the layers",
    says="nothing leads from its subnet to S3, where ECR keeps the layers: often the gateway endpoint or its route",
    probes=("E-vpce", "E-net", "E-sg"),
    judge=asks("network.way_to", "s3"),
)

PLATFORM: Final = Rule(
    number="D01",
    severity="error",
    word="no image",
    line=_pull("not built for this processor architecture"),
    subject=_not_pulled,
    texts=r"does not contain descriptor matching platform|no matching manifest|no match for platform in manifest",
    words=("match",),
    causes=(
        Cause(
            id="other processor",
            says="the image was built for another processor than the task definition asks for",
            probes=("E-img", "E-td"),
            judge=asks("images.platform"),
        ),
    ),
    remedy="build the image for the processor of runtimePlatform (docker build --platform), or change runtimePlatform",
    action="revision.edit",
    is_told=True,
)
RATE: Final = Rule(
    number="D04",
    severity="error",
    word="no image",
    line=_pull("the registry's rate limit is reached"),
    subject=_not_pulled,
    texts=r"toomanyrequests|CannotPull.*Too Many Requests|reached your (unauthenticated )?pull rate",
    words=("toomanyrequests", "too many requests", "pull rate"),
    causes=(
        Cause(
            id="rate limit",
            says="the registry counts pulls by address, and all tasks behind a NAT gateway share one",
            probes=("E-td", "E-net"),
            judge=asks("definitions.registry"),
        ),
    ),
    remedy="pull from ECR (a copy, or a pull-through cache), or give repositoryCredentials",
    action="revision.edit",
    is_told=True,
)
LAYERS: Final = Rule(
    number="D03",
    severity="error",
    word="no image",
    line=_layers,
    subject=_not_pulled,
    texts=rf"{_ANY}.*(httpRead(er)?Seeker: failed open|failed to copy)(?!.*({DENIED}|401 Unauthorized|not found))",
    words=_WORDS,
    causes=(_LAYERS, NO_WAY, NOT_ALLOWED),
    remedy="give the subnet's route table the S3 gateway endpoint, with a policy that allows ECR's bucket",
)
NETWORK: Final = Rule(
    number="D02",
    severity="error",
    word="no image",
    line=_pull("no network path to the registry"),
    subject=_not_pulled,
    texts=rf"{_ANY}.*{NO_PATH}|can(no|')t pull the image\. Check your network"
    r"|cannot pull .{1,400} from the Amazon ECR repository",
    words=("cannotpull", "pull the image", "amazon ecr repository"),
    causes=(NO_WAY,),
    remedy="give the subnet a way to the registry: a NAT route, a public address, or endpoints for ECR and S3",
)
PANIC: Final = Rule(
    number="D08",
    severity="error",
    word="no image",
    line=_pull("its layers cannot be reached"),
    subject=_not_pulled,
    texts=r"pull command failed:? panic",
    words=("pull command failed",),
    causes=(_LAYERS, NO_WAY),
    remedy="open the task's security group to S3, and give its route table the gateway endpoint",
)
DISK: Final = Rule(
    number="D07",
    severity="error",
    word="no image",
    line=_pull("larger than the task's storage"),
    subject=_not_pulled,
    texts=rf"{_ANY}.*no space left",
    words=_WORDS,
    causes=(
        Cause(
            id="too large",
            says="the image, compressed and unpacked, is larger than the task's storage",
            probes=("E-img", "E-td"),
            judge=asks("images.size"),
        ),
        Cause(
            id="storage used up",
            says="other images of the task, or what its containers write, fill the storage",
            probes=("E-met",),
            judge=asks("service.storage_was_full"),
        ),
    ),
    remedy="make the image smaller, or set ephemeralStorage to up to 200 GiB",
    action="revision.edit",
    is_told=True,
)
REFUSED: Final = Rule(
    number="D06",
    severity="error",
    word="no image",
    line=_pull("access denied"),
    subject=_not_pulled,
    texts=rf"{_ANY}.*({DENIED}|pull access denied|authorization failed|401 Unauthorized)"
    r"|permissions to pull images|CannotPullContainerWithCurrentPermissions",
    words=("cannotpull", "pull images"),
    causes=(
        NOT_ALLOWED,
        NOT_THERE,
        Cause(
            id="repository policy",
            says="the repository is another account's, and its policy does not let this one in",
            probes=("E-img",),
            judge=asks("images.repository_policy"),
        ),
        Cause(id="endpoint policy", says="the policy of an ECR endpoint refuses it", probes=("E-vpce",)),
        Cause(
            id="credentials", says="the registry is private, and no repositoryCredentials are given", probes=("E-td",)
        ),
    ),
    remedy="allow the execution role to pull, and check the repository's policy, or give repositoryCredentials",
)
MISSING: Final = Rule(
    number="D05",
    severity="error",
    word="no image",
    line=_pull("not found"),
    subject=_not_pulled,
    texts=rf"{_ANY}.*(manifest unknown|not found|name unknown|does not exist)",
    words=_WORDS,
    causes=(
        NOT_THERE,
        Cause(
            id="pinned digest",
            says="the service holds on to the digest it was deployed with, and that image is gone",
            probes=("E-svc", "E-img"),
            judge=asks("service.deployment_reason"),
        ),
    ),
    remedy="push the image under this tag, or deploy a revision with an image that exists",
    action="service.deploy",
)
OTHER: Final = Rule(
    number="D09",
    severity="error",
    word="no image",
    line=lambda case: f"cannot pull {names.called_image(case)}: {names.tail(case)}",
    subject=_not_pulled,
    texts=r"CannotPull",
    words=_WORDS,
    causes=(NO_WAY, NOT_ALLOWED, NOT_THERE),
    remedy="it is often passing: let it be tried again, then look at network, permission and the image itself",
    action="service.deploy",
)

# A text cut short behind “failed to resolve ref” may go on in any way: it is the last rule's.
# A network that does not answer stands before a refusal, and that before "not found": Docker Hub's refusal says both.
RULES: Final = (PLATFORM, RATE, DISK, PANIC, LAYERS, NETWORK, REFUSED, MISSING, OTHER)
