"""What the registry says of the image (E-img), with what the task definition asks for."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from fargate_tui.fargate.diagnosis import names
from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.evidence import Evidence, ImageAnswer, RepositoryAnswer
from fargate_tui.fargate.diagnosis.fact import Fact, cleared, confirmed, not_checked
from fargate_tui.fargate.diagnosis.verdicts.parts import of_part
from fargate_tui.fargate.images import without_registry

_ARCHITECTURES: Final = {"X86_64": "amd64", "ARM64": "arm64"}
_STORAGE: Final = 20
"""GiB of the task's storage where the task definition says nothing (fargate.md §2)."""
_GIB: Final = 1024**3


def exists(case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether the image is in its registry."""

    def judge(image: ImageAnswer) -> Iterator[Fact]:
        repository, tag = _parts(without_registry(names.image(case)))
        if not image.has_repository:
            yield confirmed("E-img", f"there is no repository {repository}")
        elif not image.exists:
            newest = f"; its newest: {', '.join(image.newest_tags)}" if image.newest_tags else ""
            yield confirmed("E-img", f"repository {repository} has no {tag}{newest}")
        else:
            yield cleared("E-img", f"repository {repository} has {tag}")

    return _of_image(case, evidence, "whether the image exists", judge)


def platform(case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether the image is built for the processor that the task definition asks for."""
    wanted = _architecture(case)

    def judge(image: ImageAnswer) -> Iterator[Fact]:
        name = names.called_image(case)
        if not image.platforms:
            yield not_checked("E-img", f"what {name} is built for: the registry does not say")
            return
        built = {each.split("/")[1] for each in image.platforms if "/" in each}
        fact, words = (cleared, "as asked for") if wanted in built else (confirmed, f"the task asks for {wanted}")
        yield fact("E-img", f"{name} is built for {', '.join(sorted(built))}, {words}")

    return _of_image(case, evidence, "what the image is built for", judge)


def size(case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether the image can fit into the task's storage; it takes its compressed size and what comes out of it."""

    def judge(image: ImageAnswer) -> Iterator[Fact]:
        name = names.called_image(case)
        room = _room(case)
        if image.size is None:
            yield not_checked("E-img", f"the size of {name}: the registry does not say")
            return
        words = f"{name} is {image.size / _GIB:.1f} GiB compressed, the task has {room} GiB of storage"
        # Layers commonly unpack to two to three times their size, and both are kept while it is pulled.
        yield (confirmed if image.size * 3 > room * _GIB else cleared)("E-img", words)

    return _of_image(case, evidence, "the size of the image", judge)


def repository_policy(case: Case, evidence: Evidence) -> Iterator[Fact]:
    """Whether the repository lets the account of the task pull."""

    def judge(repository: RepositoryAnswer) -> Iterator[Fact]:
        name = f"repository {without_registry(names.image(case)).partition(':')[0]}"
        whose = "the account's own" if repository.is_own else f"account {repository.account}'s"
        if not repository.has_policy:
            fact = cleared if repository.is_own else confirmed
            yield fact("E-img", f"{name} is {whose}, and has no policy")
        elif repository.lets_in == "unknown":
            yield not_checked("E-img", f"whether {name}, {whose}, lets the role in: its policy does not settle it")
        else:
            is_in = repository.lets_in == "allowed"
            words = f"{name} is {whose}, and its policy {'lets' if is_in else 'does not let'} the execution role in"
            yield (cleared if is_in else confirmed)("E-img", words)

    part = evidence.repositories.get(names.image(case))
    if part is None and len(evidence.repositories) == 1:
        part = next(iter(evidence.repositories.values()))
    return of_part(part, "E-img", "whether the policy of the image's repository lets the role in", judge)


def _parts(image: str) -> tuple[str, str]:
    """Repository, and ``tag 7`` or ``digest sha256:…``."""
    repository, at, digest = image.partition("@")
    if at:
        return repository, f"digest {digest[:19]}"
    repository, colon, tag = image.rpartition(":")
    return (repository, f"tag {tag}") if colon and "/" not in tag else (image, "tag latest")


def _room(case: Case) -> int:
    storage = case.definition.ephemeral_storage if case.definition is not None else None
    return (storage.size_in_gib if storage is not None else None) or _STORAGE


def _architecture(case: Case) -> str:
    asked = case.definition.runtime_platform if case.definition is not None else None
    return _ARCHITECTURES.get((asked.cpu_architecture if asked else None) or "X86_64", "amd64")


def _of_image(
    case: Case, evidence: Evidence, what: str, judge: Callable[[ImageAnswer], Iterable[Fact]]
) -> Iterator[Fact]:
    image = names.image(case)
    part = evidence.images.get(image)
    if part is None and not image and len(evidence.images) == 1:
        part = next(iter(evidence.images.values()))
    return of_part(part, "E-img", f"{what} {without_registry(image)}".rstrip(), judge)
