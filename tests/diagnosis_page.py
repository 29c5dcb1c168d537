"""docs/diagnosis.md: the rules as they are declared, and how many of the messages tried meet the right one."""

from collections.abc import Iterator

from fargate_tui.actions.catalogue import BY_ID
from fargate_tui.fargate.diagnosis import RULES, Rule
from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.table import rule_of_event, rule_of_text
from fargate_tui.screens.commands import word_of
from tests.fargate.diagnosis.messages import EVENTS, LATER, MESSAGES, NEAR, NO_RULE

_ABOUT = """\
# Diagnosis

Why a task died, made from the declarations in `fargate_tui/fargate/diagnosis/` by `make docs`. The rules are tried in
this order, the most exact first: a person's reason before all words, words before stop codes, stop codes before exit
codes. Evidence is only read. What could not be read is “not checked” and names the missing IAM action, and is never
taken for cleared. Where no rule matches, the program says so and shows all that AWS says, word for word.
"""
_TRIED = """\
The messages are from AWS's pages, public reports and field notes, a few composed where none was to be found; the rules
were written with them at hand. Each is also tried wrapped, in capitals and with curly quotes, and a dozen of them cut
short anywhere. Of 23 that were gathered when the rules stood, 22 met the right one unseen; the other was cut short and
met one that says less.
"""
_PROBES = """\
| probe | looks at |
|---|---|
| E-net | routes, NAT and internet gateways, addresses of the subnet |
| E-vpce | endpoints of the VPC, and its DNS |
| E-sg | security groups and network ACLs |
| E-role | roles: whether they exist, whom they trust, what they allow |
| E-img | the image in its registry |
| E-td | the task definition |
| E-log | log groups and the last lines |
| E-sec | secrets, parameters and keys, never a value |
| E-lb | target groups, target health, load balancers |
| E-met | memory, CPU and storage before the end |
| E-svc | the service, its deployments and events |
| E-as | what auto scaling did |
| E-quota | the account's quotas of Fargate |
| E-trail | CloudTrail: who did it |
| E-health | AWS Health |
| E-efs | file systems and mount targets |
"""


def figures() -> str:
    """Rules, messages tried, and how many met the right rule: the README has the same line."""
    tried = (*MESSAGES, *NEAR, *LATER)
    right = sum(_met(text) == number for number, text in tried) + sum(_told(text) == number for number, text in EVENTS)
    none = sum(not _met(text) for text in NO_RULE)
    return (
        f"{len(RULES)} rules; {len(tried) + len(EVENTS)} messages tried, {right} met the right rule; "
        f"{len(NO_RULE)} that none may claim, {none} met none."
    )


def diagnosis_page() -> str:
    """docs/diagnosis.md."""
    return "\n".join(_lines()) + "\n"


def _met(text: str) -> str:
    rule = rule_of_text(Case.of_text(text).text)
    return rule.number if rule is not None else ""


def _told(text: str) -> str:
    rule = rule_of_event(text)
    return rule.number if rule is not None else ""


def _lines() -> Iterator[str]:
    yield _ABOUT
    yield figures()
    yield _TRIED.rstrip()
    yield ""
    yield "| rule | met by | likely causes, in order | looked at | remedy | here by |"
    yield "|---|---|---|---|---|---|"
    yield from map(_row, RULES)
    yield ""
    yield _PROBES.rstrip()


def _row(rule: Rule) -> str:
    action = f"`:{word_of(BY_ID[rule.action])}`" if rule.action else "—"
    causes = "; ".join(f"{number} {cause.says}" for number, cause in enumerate(rule.causes, 1))
    cells = (rule.number, _met_by(rule), causes, ", ".join(rule.probes) or "—", rule.remedy, action)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _met_by(rule: Rule) -> str:
    ways = []
    if rule.texts:
        ways.append("an event" if rule.scope == "service" else "a reason")
    ways += [f"stop code {code}" for code in sorted(rule.codes)]
    if rule.exits:
        ways.append(f"exit {_ranges(sorted(rule.exits))}")
    if rule.state is not None:
        ways.append("the state of the service" if rule.scope == "service" else "the state of the task")
    return ", ".join(ways)


def _ranges(codes: list[int]) -> str:
    """Codes in a row as one: ``1–125``."""
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][-1] + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
