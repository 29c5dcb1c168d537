"""What AWS Certificate Manager has for listeners."""

import msgspec

from fargate_tui.aws.clients import Clients
from fargate_tui.aws.offering import DESCRIBE_CERTIFICATE, LIST_CERTIFICATES
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.records import Certificate

PAGE = 100


class _Certificate(msgspec.Struct, rename="pascal"):
    certificate_arn: str = ""
    domain_name: str = ""
    status: str = ""
    subject_alternative_names: tuple[str, ...] = ()
    subject_alternative_name_summaries: tuple[str, ...] = ()
    """What the list calls the names, of which it has the first hundred."""

    def record(self) -> Certificate:
        names = self.subject_alternative_names or self.subject_alternative_name_summaries
        every = tuple(dict.fromkeys(name for name in (self.domain_name, *names) if name))
        return Certificate(arn=self.certificate_arn, domain=self.domain_name, names=every, status=self.status)


class _Page(msgspec.Struct, rename="pascal"):
    certificate_summary_list: tuple[_Certificate, ...] = ()
    next_token: str | None = None


class _Described(msgspec.Struct, rename="pascal"):
    certificate: _Certificate


class Certificates:
    """The certificates of a Region; each question raises `AwsError`."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def all_certificates(self) -> tuple[Certificate, ...]:
        """Every certificate, whatever its key and its state."""
        found: list[Certificate] = []
        token: str | None = None
        while True:
            more = {"NextToken": token} if token else {}
            said = await self._clients.ask(
                # Unless told otherwise, ACM leaves out all keys but RSA of 2048 bits.
                LIST_CERTIFICATES, _Page, "list certificates", MaxItems=PAGE, Includes={"keyTypes": list(KEYS)}, **more
            )  # fmt: skip
            found += (each.record() for each in said.certificate_summary_list)
            if not said.next_token or said.next_token == token:
                return tuple(found)
            token = said.next_token

    async def certificate(self, arn: str) -> Certificate:
        """A certificate with all of its names; `NotFound` where there is none."""
        doing = f"describe certificate {name_of(arn)}"
        said = await self._clients.ask(DESCRIBE_CERTIFICATE, _Described, doing, CertificateArn=arn)
        return said.certificate.record()


KEYS = ("RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1")
