"""Where one can go: the profiles of this machine, the Regions, and those that were used last."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from fargate_tui.fargate.abroad import AccountRow
from fargate_tui.fargate.accounts import CredentialKind, Profile, RegionOffer
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.partitions import of_region
from fargate_tui.fargate.whereabouts import Whereabouts
from fargate_tui.format import account as spaced
from fargate_tui.live.ports.profiles import Accounts
from fargate_tui.live.visits import Visit, Visits
from fargate_tui.screens.context import Context
from fargate_tui.settings import Settings
from fargate_tui.settings.account_group import ENVIRONMENT, like
from fargate_tui.widgets.choice_list import Candidate

KINDS: Final[dict[CredentialKind, str]] = {
    "keys": "keys",
    "role": "role",
    "sso": "SSO",
    "process": "credential process",
    "web-identity": "web identity",
    "login": "aws login",
    "environment": "keys of the environment",
    "machine": "role of this machine",
    "none": "no credentials",
}
"""Where credentials come from, in words."""


class Atlas:
    """What is known of all that; nothing of it is asked of AWS but the Regions."""

    def __init__(
        self,
        accounts: Accounts,
        visits: Visits,
        settings_of: Callable[[Whereabouts], Settings],
        at: Callable[[Whereabouts], Context],
    ) -> None:
        """``at`` is what the screens of an account share."""
        self.accounts = accounts
        self.at = at
        self.chosen: dict[Whereabouts, str] = {}
        """The accounts that are looked at together, and what their profiles are called."""
        self.due = ""
        """The group of accounts that is chosen as soon as a list of several is shown; empty where none is."""
        self._added: dict[Whereabouts, Profile] = {}
        self.visits = visits
        self._settings_of = settings_of
        self.profiles: tuple[Profile, ...] = ()
        self._regions: dict[str, tuple[RegionOffer, ...]] = {}
        """By partition, and by account as soon as it is known what that has enabled."""

    # -- learning ------------------------------------------------------------------------------------------------------

    async def learn_profiles(self) -> None:
        """Read the config files, and what was used last; raises `Invalid` where a config file is broken."""
        await self.visits.learn()
        self.profiles = await self.accounts.profiles()

    async def learn_regions(self, context: Context) -> None:
        """Learn the Regions of the partition that one is in."""
        await self.visits.learn()
        partition = of_region(context.region).name
        if partition not in self._regions:
            self._regions[partition] = (await self.accounts.regions(partition)).regions

    async def learn_enabled(self, context: Context) -> bool:
        """Ask which Regions the account has enabled, once; whether anything is new. What cannot be asked is left."""
        caller = context.store.caller()
        if caller is None or caller.account in self._regions:
            return False
        try:
            async with context.store.use() as aws:
                offers = await aws.region_offers()
        except AwsError:
            return False
        self._regions[caller.account] = offers.regions
        return True

    def _offers(self, context: Context) -> tuple[RegionOffer, ...]:
        """The Regions of the account, else those of the partition."""
        caller = context.store.caller()
        of_account = self._regions.get(caller.account, ()) if caller is not None else ()
        return of_account or self._regions.get(of_region(context.region).name, ())

    async def note(self, context: Context) -> None:
        """Take note that an account was gone to, and has answered."""
        caller = context.store.caller()
        if not self.profiles:
            await self.learn_profiles()
        if caller is not None:
            visit = Visit(profile=self.name_of(context), region=caller.region, account=caller.account, at=context.now())
            await self.visits.note(visit)

    # -- names ---------------------------------------------------------------------------------------------------------

    def name_of(self, context: Context) -> str:
        """The profile that is in use; empty for the keys of the environment."""
        caller, chosen = context.store.caller(), context.whereabouts.profile
        if chosen is None and any(each.kind == "environment" for each in self.profiles):
            return ""
        return chosen or (caller.profile if caller is not None and caller.profile else "default")

    async def profile_of(self, context: Context) -> Profile | None:
        """The profile that is in use, as the config files describe it; None where they cannot be read."""
        if not self.profiles:
            try:
                await self.learn_profiles()
            except AwsError:
                return None
        name = self.name_of(context)
        return next((each for each in self.profiles if each.name == name), None)

    def find(self, name: str) -> Profile | str:
        """The profile of a name, or a sentence that says that there is none."""
        wanted = "" if name == ENVIRONMENT and all(each.name != name for each in self.profiles) else name
        found = next((each for each in self.profiles if each.name == wanted), None)
        if found is not None:
            return found
        close = get_close_matches(name, [each.name for each in self.profiles], n=1)
        hint = f"did you mean {close[0]}?" if close else ":profile shows those there are"
        return f"there is no profile {name} in the AWS config files · {hint}"

    def whereabouts(self, profile: Profile, context: Context, region: str = "") -> Whereabouts:
        """Where a profile leads: to a Region that is named, else its last one, its own, or the present one."""
        last = next((visit.region for visit in self.visits.known if visit.profile == profile.name), "")
        where = region or last or profile.region or context.region or None
        is_here = profile.name == self.name_of(context)
        return Whereabouts(context.whereabouts.profile if is_here else profile.name or None, where)

    # -- several at once -----------------------------------------------------------------------------------------------

    def choose(self, rows: Iterable[AccountRow]) -> None:
        """Look at these together."""
        self.chosen = {row.where: row.name for row in rows}

    def add(self, profile: Profile, context: Context, region: str) -> None:
        """Choose a profile in a Region too."""
        where = self.whereabouts(profile, context, region)
        self._added[where] = profile
        self.chosen[where] = profile.name or ENVIRONMENT

    def put_back(self, together: Iterable[tuple[Whereabouts, str]]) -> None:
        """Choose those that were chosen when the program was left, unless others are due."""
        if not self.due:
            self.chosen = dict(together)

    async def choose_due(self, context: Context) -> tuple[str, ...]:
        """Choose the group that is due; what is wrong with it, a sentence each."""
        due, self.due = self.due, ""
        return await self.choose_group(due, context) if due else ()

    async def choose_group(self, name: str, context: Context) -> tuple[str, ...]:
        """Look at a group together, as the settings name it; what is wrong with it, a sentence each."""
        group = context.settings.accounts.get(name)
        if group is None:
            return (no_group(name, context.settings.accounts),)
        try:
            await self.learn_profiles()
        except AwsError as error:
            return (str(error),)
        named = {each.name or ENVIRONMENT: each for each in self.profiles}
        found = {known: named[known] for pattern in group.profiles for known in like(pattern, named)}
        self.chosen = {}
        for profile in found.values():
            for region in group.regions or ("",):
                self.add(profile, context, region)
        lacking = (pattern for pattern in group.profiles if not like(pattern, named))
        return tuple(no_profile(name, pattern, [*named]) for pattern in lacking)

    def rows(self, context: Context) -> tuple[AccountRow, ...]:
        """Every profile in the Regions it was used in, else in its own: those used last first."""
        known = {profile.name: profile for profile in self.profiles}
        used = {
            self.whereabouts(known[visit.profile], context, visit.region): known[visit.profile]
            for visit in self.visits.known
            if visit.profile in known
        }
        others = {self.whereabouts(profile, context): profile for profile in self.profiles}
        return tuple(self._row(where, profile, context) for where, profile in (used | self._added | others).items())

    def _row(self, where: Whereabouts, profile: Profile, context: Context) -> AccountRow:
        return AccountRow(
            where=where,
            name=profile.name or ENVIRONMENT,
            account=self._account_of(profile, context),
            kind=" · ".join(filter(None, (_kind(profile), "MFA" if profile.mfa_serial else ""))),
            is_here=where in (context.here, context.whereabouts),
            problem=profile.problem,
        )

    def _account_of(self, profile: Profile, context: Context) -> str:
        caller = context.store.caller()
        if profile.name == self.name_of(context) and caller is not None:
            return caller.account
        visited = (visit.account for visit in self.visits.known if visit.profile == profile.name and visit.account)
        return next(visited, profile.account)

    # -- what is offered -----------------------------------------------------------------------------------------------

    def profile_choices(self, typed: str, context: Context) -> Sequence[Candidate]:
        """The profiles that hold what is typed: those used last, then the present one, then the others by name."""
        here, there_are = self.name_of(context), {each.name: each for each in self.profiles}
        used = [visit.profile for visit in self.visits.known if visit.profile != here]
        names = dict.fromkeys(name for name in (*used, here, *there_are) if name in there_are)
        offered = (Candidate(name or ENVIRONMENT, self._told(there_are[name], context)) for name in names)
        return _holding(typed, offered)

    def _told(self, profile: Profile, context: Context) -> str:
        there = self.whereabouts(profile, context)
        is_here, number = profile.name == self.name_of(context), spaced(self._account_of(profile, context))
        marks = (
            "here" if is_here else "",
            "MFA" if profile.mfa_serial else "",
            "read-only" if self._settings_of(there).read_only else "",
            f"▲ {profile.problem}" if profile.problem else "",
        )
        return f"{number or '—':<14}  {there.region or '—':<14}  {' · '.join(filter(None, (_kind(profile), *marks)))}"

    def region_choices(self, typed: str, context: Context) -> Sequence[Candidate]:
        """The Regions that hold what is typed: those used last, then the present one, then those of the account."""
        here = context.region
        offers = {each.name: each for each in self._offers(context)}
        used = [visit.region for visit in self.visits.known if visit.region != here and visit.region in offers]
        names = [name for name in dict.fromkeys((*used, here, *offers)) if name]
        offered = (Candidate(name, _of_region(offers.get(name), is_here=name == here)) for name in names)
        return _holding(typed, offered)


def no_group(name: str, groups: Collection[str]) -> str:
    """That the settings name no such group."""
    there_are = f"there are {', '.join(groups)}" if groups else "[accounts.NAME] makes one"
    return f"the settings name no group {name} of accounts · {there_are}"


def no_profile(group: str, pattern: str, names: Sequence[str]) -> str:
    """That no profile is called as a group has it."""
    close = get_close_matches(pattern, names, n=1)
    hint = f" · did you mean {close[0]}?" if close else ""
    return f"accounts.{group}: no profile of the AWS config files is called {pattern}{hint}"


def _kind(profile: Profile) -> str:
    """Where its credentials come from, in words."""
    return " ".join(filter(None, (KINDS[profile.kind], profile.role)))


def _of_region(offer: RegionOffer | None, *, is_here: bool) -> str:
    off = "not enabled for the account" if offer is not None and offer.is_enabled is False else ""
    return " · ".join(filter(None, (offer.title if offer is not None else "", "here" if is_here else "", off)))


def _holding(typed: str, offered: Iterator[Candidate]) -> Sequence[Candidate]:
    """Those whose name begins with what is typed, then those that hold it anywhere."""
    text = typed.strip().lower()
    found = [each for each in offered if text in f"{each.value} {each.hint}".lower()]
    return tuple(sorted(found, key=lambda each: not each.value.lower().startswith(text)))
