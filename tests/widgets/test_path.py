"""Ways as lines."""

from fargate_tui.fargate.network import Hop, Path
from fargate_tui.widgets.lines import folds, hang, plain
from fargate_tui.widgets.path import path_lines, short_line

GROUP = Hop(name="security group", verdict="open", words="sg-1 lets port 443 out to anywhere", ids=("sg-1",))
NAT = Hop(name="route", verdict="open", words="0.0.0.0/0 → nat-1", ids=("rtb-1", "nat-1"), warning="nat-1 is elsewhere")
NO_ROUTE = Hop(name="route", verdict="blocked", words="no NAT route, no public address", ids=("rtb-1",))
UNREAD = Hop(name="network ACL", verdict="unknown", words="not checked: ec2:DescribeNetworkAcls is not allowed")


def path(service: str, label: str, *hops: Hop, **members: str) -> Path:
    verdicts = {hop.verdict for hop in hops}
    verdict = next(each for each in ("blocked", "unknown", "open") if each in verdicts)
    facts = {"sentence": f"{label} is {verdict}", **members}
    return Path(service=service, label=label, verdict=verdict, hops=hops, **facts)  # type: ignore[arg-type]


def drawn(*paths: Path) -> list[str]:
    return [plain(each).rstrip() for each in path_lines(paths)]


def test_each_hop_has_a_mark_and_its_words_and_a_warning_stands_below() -> None:
    assert drawn(path("logs", "CloudWatch Logs", GROUP, NAT, via="NAT")) == [
        "✓ CloudWatch Logs  by NAT",
        "  ✓ security group  sg-1 lets port 443 out to anywhere",
        "  ✓ route           0.0.0.0/0 → nat-1",
        "  ▲                 nat-1 is elsewhere",
        "",
    ]


def test_what_is_blocked_comes_first_with_the_ids_that_its_words_leave_out() -> None:
    lines = drawn(path("logs", "CloudWatch Logs", GROUP), path("s3", "S3", UNREAD), path("ssm", "SSM", GROUP, NO_ROUTE))

    assert [each for each in lines if each and not each.startswith(" ")] == [
        "✗ SSM  blocked",
        "? S3  cannot be told",
        "✓ CloudWatch Logs",
    ]
    assert "  ✗ route           no NAT route, no public address  (rtb-1)" in lines
    assert "  ? network ACL     not checked: ec2:DescribeNetworkAcls is not allowed" in lines


def test_ways_by_the_same_hops_are_drawn_once() -> None:
    alike = [path("ecr.api", "ECR", GROUP), path("ecr.dkr", "ECR", GROUP), path("s3", "S3", GROUP)]

    assert drawn(*alike)[0] == "✓ ECR (ecr.api, ecr.dkr) · S3"
    assert len(drawn(*alike)) == 3


def test_one_of_the_two_halves_of_ecr_is_named() -> None:
    assert drawn(path("ecr.dkr", "ECR", NO_ROUTE))[0] == "✗ ECR (ecr.dkr)  blocked"


def test_words_fold_behind_the_name_of_their_hop() -> None:
    long = Hop(name="route", verdict="blocked", words="no NAT route, no public address, no ecr.dkr endpoint " * 2)
    (_, drawn_hop, _) = path_lines([path("ecr.dkr", "ECR", long)])

    assert hang(drawn_hop, 78) == len("  ✗ route           ")
    assert len(folds(plain(drawn_hop), 78, hang(drawn_hop, 78))) == 2


def test_a_way_in_one_sentence() -> None:
    assert plain(short_line(path("s3", "S3", NO_ROUTE))) == " ✗ S3 is blocked"
