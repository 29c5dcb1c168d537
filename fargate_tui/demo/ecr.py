"""Amazon ECR with the images that task definitions name: there unless they are what tasks lack. The rest is moto's."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from fargate_tui.demo.ecs.images import INDEX, Image, image_registry
from fargate_tui.demo.ecs.wire import Json, Members
from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.wire import Answer, Call, Request, json_answer, refusal

_PUSHED_BEFORE = 240.0
"""Seconds from the push of an image to the task definition that names it."""


class _Refused(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def answer_ecr(call: Call, request: Request, images: Iterable[Image]) -> Answer | Callable[[Moto], Answer]:
    """The answer about repositories of ours, and the job that answers everything else."""
    operation = _OPERATIONS.get(call.operation)
    if operation is None:
        return lambda moto: moto.ask(request)
    asked = Members(msgspec.json.decode(request.body or b"{}", type=Json))
    registry = asked.text("registryId") or call.account
    if registry != call.account:
        names = asked.texts("repositoryNames") or [asked.text("repositoryName") or "*"]
        return _foreign(call, registry, names[0])
    host = f"{call.account}.dkr.ecr.{call.region}.amazonaws.com"
    ours: dict[str, list[Image]] = {}
    for image in images:
        if image_registry(image.name) == host:
            ours.setdefault(image.repository, []).append(image)
    named = asked.texts("repositoryNames") or [name for name in [asked.text("repositoryName")] if name]
    if any(name not in ours for name in named):
        return lambda moto: moto.ask(request)
    if call.operation == "DescribeRepositories" and not named:
        return lambda moto: _all_repositories(moto.ask(request), ours, asked, call)
    try:
        return json_answer(operation(ours, asked, call))
    except _Refused as error:
        return refusal(call, error.code, str(error))


def _foreign(call: Call, registry: str, repository: str) -> Answer:
    where = f"arn:aws:ecr:{call.region}:{registry}:repository/{repository}"
    return refusal(
        call,
        "AccessDeniedException",
        f"User: {call.caller} is not authorized to perform: {call.action} on resource: {where} because no "
        f"resource-based policy allows the {call.action} action",
    )


class _Repositories(msgspec.Struct):
    repositories: list[Json] = []


_Ours = Mapping[str, list[Image]]


def _there(ours: _Ours, asked: Members) -> list[Image]:
    return [image for image in ours[asked.text("repositoryName") or ""] if image.architectures]


def _describe_repositories(ours: _Ours, asked: Members, call: Call) -> Json:
    names = asked.texts("repositoryNames") or sorted(ours)
    return {"repositories": [_repository(name, min(one.registered for one in ours[name]), call) for name in names]}


def _all_repositories(theirs: Answer, ours: _Ours, asked: Members, call: Call) -> Answer:
    """Ours with those that somebody has made, by name."""
    if theirs.status >= 300:
        return theirs
    made = msgspec.json.decode(theirs.body, type=_Repositories).repositories
    mine = Members(_describe_repositories(ours, asked, call)).jsons("repositories")
    return json_answer({"repositories": sorted((*mine, *made), key=lambda each: str(each["repositoryName"]))})


def _repository(name: str, registered: float, call: Call) -> Json:
    return {
        "repositoryArn": f"arn:aws:ecr:{call.region}:{call.account}:repository/{name}",
        "registryId": call.account,
        "repositoryName": name,
        "repositoryUri": f"{call.account}.dkr.ecr.{call.region}.amazonaws.com/{name}",
        "createdAt": registered - 86400.0,
        "imageTagMutability": "IMMUTABLE",
        "imageScanningConfiguration": {"scanOnPush": True},
        "encryptionConfiguration": {"encryptionType": "AES256"},
    }


def _describe_images(ours: _Ours, asked: Members, call: Call) -> Json:
    there, wanted = _there(ours, asked), asked.each("imageIds")
    for one in wanted:
        if not any(image.is_named(one) for image in there):
            name = asked.text("repositoryName")
            shown = f"imageDigest:'{one.text('imageDigest') or 'null'}', imageTag:'{one.text('imageTag') or 'null'}'"
            raise _Refused(
                "ImageNotFoundException",
                f"The image with imageId {{{shown}}} does not exist within the repository with name '{name}' in the "
                f"registry with id '{call.account}'",
            )
    chosen = [image for image in there if not wanted or any(image.is_named(one) for one in wanted)]
    return {"imageDetails": [_detail(image, call.account) for image in chosen]}


def _detail(image: Image, account: str) -> Json:
    return {
        "registryId": account,
        "repositoryName": image.repository,
        "imageDigest": image.id["imageDigest"],
        "imageTags": [image.id["imageTag"]],
        "imageSizeInBytes": 48_000_000 + int(str(image.id["imageDigest"])[-7:], 16),
        "imagePushedAt": image.registered - _PUSHED_BEFORE,
        "imageManifestMediaType": INDEX,
    }


def _batch_get_image(ours: _Ours, asked: Members, call: Call) -> Json:
    there = _there(ours, asked)
    images: list[Json] = []
    failures: list[Json] = []
    for one in asked.each("imageIds"):
        found = next((image for image in there if image.is_named(one)), None)
        if found is None:
            lacking = {"failureCode": "ImageNotFound", "failureReason": "Requested image not found"}
            failures.append({"imageId": one.raw, **lacking})
        else:
            images.append({
                "registryId": call.account, "repositoryName": found.repository, "imageId": found.id,
                "imageManifest": found.manifest(), "imageManifestMediaType": INDEX,
            })  # fmt: skip
    return {"images": images, "failures": failures}


def _list_images(ours: _Ours, asked: Members, call: Call) -> Json:
    del call
    return {"imageIds": [image.id for image in _there(ours, asked)]}


def _get_repository_policy(ours: _Ours, asked: Members, call: Call) -> Json:
    del ours
    name = asked.text("repositoryName")
    raise _Refused(
        "RepositoryPolicyNotFoundException",
        f"Repository policy does not exist for the repository with name '{name}' in the registry with id "
        f"'{call.account}'",
    )


_OPERATIONS: Mapping[str, Callable[[_Ours, Members, Call], Json]] = {
    "DescribeRepositories": _describe_repositories,
    "DescribeImages": _describe_images,
    "BatchGetImage": _batch_get_image,
    "ListImages": _list_images,
    "GetRepositoryPolicy": _get_repository_policy,
}
