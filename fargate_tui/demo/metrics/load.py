"""How busy services are: a day's curve, noise, a hottest task, and what one ordered. Pure; minutes since 1970."""

import math
import zlib
from dataclasses import dataclass

_DAY = 24 * 60
_QUIETEST = 3 * 60
"""The minute of the day (UTC) with the least traffic."""


@dataclass(frozen=True, slots=True)
class Surge:
    """More traffic than usual for a while."""

    start: int
    """Minute."""
    minutes: int
    factor: float

    def at(self, minute: int) -> float:
        """How many times the usual traffic it is; it comes and goes within three minutes."""
        since, left = minute - self.start, self.start + self.minutes - minute
        ramp = max(0.0, min(1.0, since / 3, left / 3))
        return 1 + (self.factor - 1) * ramp


@dataclass(frozen=True, slots=True)
class Profile:
    """What is typical of a service."""

    cpu: float = 35.0
    """Percent of each task's CPU at the busiest time of a day."""
    memory: float = 55.0
    """Percent."""
    tasks: int = 2
    """How many tasks that is meant for; more of them have less to do each."""
    hottest: float = 1.35
    """How much more than the average its busiest task has to do."""
    requests: float = 20.0
    """Per second at the busiest time, for all tasks together."""
    seconds: float = 0.045
    """A usual answer takes."""
    errors: float = 0.002
    """The part of requests that is answered with a 5xx."""
    swing: float = 0.42
    """How much the time of day changes what there is to do, up and down."""
    surges: tuple[Surge, ...] = ()


def ordinary(service: str, tasks: int) -> Profile:
    """The profile of a service nothing was said about; the same for the same name."""
    return Profile(
        cpu=18 + 45 * chance(service, "cpu"),
        memory=30 + 40 * chance(service, "memory"),
        tasks=max(1, tasks),
        hottest=1.1 + 0.5 * chance(service, "hottest"),
        requests=5 + 60 * chance(service, "requests"),
        seconds=0.015 + 0.12 * chance(service, "seconds"),
    )


def chance(*about: object) -> float:
    """A number from 0 to 1 that is always the same for the same things."""
    drawn = zlib.crc32("/".join(map(str, about)).encode())
    # the checksums of neighbouring minutes resemble each other: two rounds of multiplying spread them
    for _ in range(2):
        drawn = (drawn ^ drawn >> 16) * 0x45D9F3B & 0xFFFFFFFF
    return (drawn ^ drawn >> 16) / 0xFFFFFFFF


def traffic(profile: Profile, minute: int) -> float:
    """How much there is to do: 1 at the busiest time of an ordinary day."""
    usual = 0.58 - profile.swing * math.cos(2 * math.pi * (minute % _DAY - _QUIETEST) / _DAY)
    return usual * math.prod(surge.at(minute) for surge in profile.surges)


def cpu(profile: Profile, service: str, minute: int, running: int, slot: int) -> float:
    """Percent of its CPU that the task in a slot uses while so many run."""
    share = profile.tasks / max(1, running)
    heat = profile.hottest if slot == 0 and running > 1 else 1.0
    noise = 0.86 + 0.28 * chance(service, "cpu", slot, minute)
    return min(100.0, 1.5 + profile.cpu * traffic(profile, minute) * share * heat * noise)


def memory(profile: Profile, service: str, minute: int, slot: int) -> float:
    """Percent of its memory that the task in a slot uses: it grows, and a collector takes it back."""
    period = 25 + int(30 * chance(service, "period", slot))
    grown = (minute + int(200 * chance(service, "phase", slot))) % period / period
    noise = chance(service, "memory", slot, minute) - 0.5
    return min(99.0, profile.memory * (0.94 + 0.12 * grown) + 1.2 * noise)


def network(profile: Profile, service: str, minute: int, slot: int, way: str) -> float:
    """Bytes per second that a task receives (``in``) or sends (``out``): answers are longer than questions."""
    each = 2_000 if way == "in" else 14_000
    noise = 0.85 + 0.3 * chance(service, "network", way, slot, minute)
    return each * profile.requests * traffic(profile, minute) / max(1, profile.tasks) * noise


def storage(service: str, minute: int, slot: int) -> float:
    """Gigabytes of its disk that a task uses: its image, and what it writes until it is rotated away."""
    image = 0.6 + 2 * chance(service, "image")
    period = 180 + int(240 * chance(service, "rotation", slot))
    return image + 3 * (minute % period) / period


def climbing(age: float, life: float) -> float:
    """Percent of its memory that a task uses which is killed for it at the end of its life."""
    return 28 + 72 * math.pow(min(1.0, max(0.0, age / life)), 1.3)


def requests(profile: Profile, service: str, minute: int) -> int:
    """Requests of a minute."""
    noise = 0.9 + 0.2 * chance(service, "requests", minute)
    return round(60 * profile.requests * traffic(profile, minute) * noise)


def errors(profile: Profile, service: str, minute: int) -> int:
    """Requests of a minute that are answered with a 5xx: a few, and at times many."""
    burst = 25 if chance(service, "burst", minute // 4) < 0.02 else 1
    expected = requests(profile, service, minute) * profile.errors * burst * 2 * chance(service, "errors", minute)
    whole = int(expected)
    drawn = whole + (chance(service, "error", minute) < expected - whole)
    return min(drawn, requests(profile, service, minute))


def answer_times(profile: Profile, service: str, minute: int, busy: float) -> list[float]:
    """Seconds that twenty of a minute's answers took, while tasks were so busy (percent)."""
    usual = profile.seconds * (1 + (busy / 70) ** 3)
    drawn = (chance(service, "time", minute, number) for number in range(20))
    return [usual * (0.55 + 0.5 * one + 3.5 * one**12) for one in drawn]
