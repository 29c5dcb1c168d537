"""A repository of Amazon ECR."""

from fargate_tui.fargate.records.base import Record


class Repository(Record, frozen=True, kw_only=True):
    """A repository, as a container's image names it."""

    name: str
    uri: str = ""
    """``123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api``; a tag or a digest follows."""
    arn: str = ""
