"""Every call that is made to AWS, declared once: which API bucket it takes from and which IAM action it needs.

The trimmed models (``models.py``) hold these operations and no others, and docs/aws-calls.md lists them.
"""

from typing import Final

from fargate_tui.aws.capturing import CAPTURING
from fargate_tui.aws.causes import CAUSES
from fargate_tui.aws.changing import CHANGING
from fargate_tui.aws.creating import CREATING
from fargate_tui.aws.evidence import EVIDENCE
from fargate_tui.aws.identity import IDENTITY
from fargate_tui.aws.offering import OFFERING
from fargate_tui.aws.reading import READING

OPERATIONS: Final = (*READING, *CAUSES, *EVIDENCE, *OFFERING, *IDENTITY, *CHANGING, *CREATING, *CAPTURING)
