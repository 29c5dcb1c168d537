"""Requests in the order and the form in which Terraform's resources have them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from fargate_tui.fargate.drafts.as_code.permissions import EVERYWHERE
from fargate_tui.fargate.drafts.as_code.terraform_front_shapes import BALANCER_ATTRIBUTES, TARGET_GROUP_ATTRIBUTES
from fargate_tui.fargate.drafts.creations import Creation, Ref, Request


def reshaped(creation: Creation) -> Iterator[Request]:
    """The requests of a creation, each of which is one resource."""
    requests = creation.requests
    revoked = any(_is_default_revoked(request) for request in requests)
    for request in requests:
        if request.operation == "CreateCluster":
            yield from _cluster(request, creation)
        elif request.operation == "CreateSecurityGroup":
            yield _with(request, _group(request.parameters))
            if not revoked:
                group = Ref(step=creation.step, attribute="id")
                yield Request(
                    service="ec2",
                    operation="AuthorizeSecurityGroupEgress",
                    parameters={"GroupId": group, "IpPermissions": EVERYWHERE},
                )
        elif request.operation in _JOINED or _is_default_revoked(request):
            continue
        else:
            joined = [each for each in requests if _JOINED.get(each.operation) == request.operation]
            yield _with(request, _parameters(request, joined))
    yield from (each for each in requests if each.operation in _JOINED and not _joins(each, requests))


_JOINED: Final = {
    "ModifyLoadBalancerAttributes": "CreateLoadBalancer",
    "ModifyTargetGroupAttributes": "CreateTargetGroup",
    "PutRetentionPolicy": "CreateLogGroup",
}
"""Operations that are a part of the resource of another one."""


def _joins(request: Request, requests: Sequence[Request]) -> bool:
    return any(each.operation == _JOINED[request.operation] for each in requests)


def _is_default_revoked(request: Request) -> bool:
    return request.operation == "RevokeSecurityGroupEgress" and request.parameters.get("IpPermissions") == (EVERYWHERE)


def _with(request: Request, parameters: Mapping[str, object]) -> Request:
    return msgspec.structs.replace(request, parameters=parameters)


def _parameters(request: Request, joined: Sequence[Request]) -> Mapping[str, object]:
    parameters = dict(request.parameters)
    match request.operation:
        case "CreateService":
            return _service(parameters)
        case "RegisterTaskDefinition":
            return _definition(parameters)
        case "CreateLoadBalancer":
            return _balancer(parameters) | _attributes(joined, BALANCER_ATTRIBUTES)
        case "CreateTargetGroup":
            return _target_group(parameters) | _attributes(joined, TARGET_GROUP_ATTRIBUTES)
        case "CreateLogGroup":
            retained = [each.parameters["retentionInDays"] for each in joined if "retentionInDays" in each.parameters]
            return parameters | ({"retentionInDays": retained[0]} if retained else {})
        case "CreateListener":
            return _listener(parameters)
        case "CreateRule":
            return parameters | {"Conditions": [_condition(each) for each in _objects(parameters.get("Conditions"))]}
    return parameters


def _cluster(request: Request, creation: Creation) -> Iterator[Request]:
    """A cluster, and its capacity providers, which are a resource of their own."""
    mine = ("capacityProviders", "defaultCapacityProviderStrategy")
    parameters = dict(request.parameters)
    provided = {name: parameters.pop(name) for name in mine if name in parameters}
    yield _with(request, parameters)
    if provided:
        cluster = Ref(step=creation.step, attribute="name")
        yield Request(
            service="ecs", operation="PutClusterCapacityProviders", parameters={"cluster": cluster, **provided}
        )


def _service(parameters: dict[str, object]) -> dict[str, object]:
    network = parameters.get("networkConfiguration")
    if isinstance(network, Mapping) and set(network) == {"awsvpcConfiguration"}:
        parameters["networkConfiguration"] = network["awsvpcConfiguration"]
    cluster = parameters.get("cluster")
    if isinstance(cluster, Ref):
        parameters["cluster"] = msgspec.structs.replace(cluster, attribute="arn")
    deployment = parameters.pop("deploymentConfiguration", None)
    if isinstance(deployment, Mapping):
        above = ("maximumPercent", "minimumHealthyPercent", "deploymentCircuitBreaker", "alarms")
        parameters |= {name: deployment[name] for name in above if name in deployment}
        rest = {name: each for name, each in deployment.items() if name not in above}
        parameters |= {"deploymentConfiguration": rest} if rest else {}
    return parameters


def _definition(parameters: dict[str, object]) -> dict[str, object]:
    if "volumes" in parameters:
        parameters["volumes"] = [_volume(each) for each in _objects(parameters["volumes"])]
    proxy = parameters.get("proxyConfiguration")
    if isinstance(proxy, Mapping) and "properties" in proxy:
        pairs = {str(each.get("name")): each.get("value") for each in _objects(proxy["properties"])}
        parameters["proxyConfiguration"] = {**proxy, "properties": pairs}
    return parameters


def _volume(volume: Mapping[str, object]) -> dict[str, object]:
    host = volume.get("host")
    if not isinstance(host, Mapping) or set(host) - {"sourcePath"}:
        return dict(volume)
    rest = {name: each for name, each in volume.items() if name != "host"}
    return rest | ({"host_path": host["sourcePath"]} if host else {})


def _group(parameters: Mapping[str, object]) -> dict[str, object]:
    specifications = _objects(parameters.get("TagSpecifications"))
    tags = [tag for each in specifications for tag in _objects(each.get("Tags"))]
    rest = {name: each for name, each in parameters.items() if name != "TagSpecifications"}
    return rest | ({"Tags": tags} if tags else {})


def _balancer(parameters: dict[str, object]) -> dict[str, object]:
    scheme = parameters.pop("Scheme", None)
    return parameters | ({"internal": scheme == "internal"} if scheme is not None else {})


def _target_group(parameters: dict[str, object]) -> dict[str, object]:
    is_checked = ("HealthCheck", "HealthyThreshold", "UnhealthyThreshold", "Matcher")
    check = {name: each for name, each in parameters.items() if name.startswith(is_checked)}
    matcher = check.get("Matcher")
    if isinstance(matcher, Mapping) and len(matcher) == 1:
        check["Matcher"] = next(iter(matcher.values()))
    rest = {name: each for name, each in parameters.items() if name not in check}
    return rest | ({"health_check": check} if check else {})


def _listener(parameters: dict[str, object]) -> dict[str, object]:
    certificates = parameters.get("Certificates")
    if isinstance(certificates, list) and [*map(set, certificates)] == [{"CertificateArn"}]:
        del parameters["Certificates"]
        parameters["certificate_arn"] = certificates[0]["CertificateArn"]
    policy = parameters.get("AlpnPolicy")
    if isinstance(policy, list) and len(policy) == 1:
        parameters["AlpnPolicy"] = policy[0]
    return parameters


_FIELDS: Final = {
    "host-header": "HostHeaderConfig",
    "http-header": "HttpHeaderConfig",
    "http-request-method": "HttpRequestMethodConfig",
    "path-pattern": "PathPatternConfig",
    "query-string": "QueryStringConfig",
    "source-ip": "SourceIpConfig",
}


def _condition(condition: Mapping[str, object]) -> dict[str, object]:
    """Without the name of its field, which its block has already."""
    member = _FIELDS.get(str(condition.get("Field")), "")
    rest = {name: each for name, each in condition.items() if name != "Field"}
    if "Values" in rest and member and member not in rest:
        rest[member] = {"Values": rest.pop("Values")}
    query = rest.get("QueryStringConfig")
    if isinstance(query, Mapping) and set(query) == {"Values"}:
        rest["QueryStringConfig"] = query["Values"]
    return rest if member in rest else dict(condition)


def _attributes(requests: Sequence[Request], called: Mapping[str, str]) -> dict[str, object]:
    """Attributes as arguments; one that has none stays what it is, and is told."""
    found: dict[str, object] = {}
    for request in requests:
        for each in _objects(request.parameters.get("Attributes")):
            key, value = str(each.get("Key")), each.get("Value")
            name, _, inner = called.get(key, "").partition(".")
            if inner:
                block = found.setdefault(name, {})
                assert isinstance(block, dict)
                block[inner] = value
            else:
                found[name or f"attribute {key}"] = value
    return found


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        yield from (each for each in value if isinstance(each, Mapping))
