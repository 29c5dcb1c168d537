import pytest

from fargate_tui.fargate.sizes import FARGATE_SIZES, WINDOWS_CPUS, is_size, memory_sizes, read_cpu, read_memory


def test_counts_are_those_aws_publishes() -> None:
    counts = [len(memories) for memories in FARGATE_SIZES.values()]
    assert counts == [3, 4, 7, 13, 23, 12, 12, 3]
    assert sum(counts) == 77
    assert sum(len(memory_sizes(cpu, windows=True)) for cpu in FARGATE_SIZES) == 43
    assert {cpu for cpu in FARGATE_SIZES if memory_sizes(cpu, windows=True)} == WINDOWS_CPUS


@pytest.mark.parametrize(
    ("cpu", "memory", "windows", "there"),
    [
        (256, 512, False, True),
        (256, 4096, False, False),
        (256, 512, True, False),
        (1024, 2048, True, True),
        (8192, 20480, False, True),
        (8192, 17408, False, False),
        (32768, 249856, False, True),
        (32768, 65536, False, False),
        (300, 512, False, False),
    ],
)
def test_pairs(cpu: int, memory: int, windows: bool, there: bool) -> None:
    assert is_size(cpu, memory, windows=windows) is there


@pytest.mark.parametrize(
    ("text", "units"),
    [("1024", 1024), ("1 vCPU", 1024), (".25 vcpu", 256), ("0.5vCPU", 512), ("1.5", None), ("two", None), ("", None)],
)
def test_cpu_is_read_in_either_form(text: str, units: int | None) -> None:
    assert read_cpu(text) == units


@pytest.mark.parametrize(
    ("text", "mib"), [("3072", 3072), ("3 GB", 3072), ("0.5GB", 512), ("3 MB", None), ("-1", None), ("0.0001 GB", None)]
)
def test_memory_is_read_in_either_form(text: str, mib: int | None) -> None:
    assert read_memory(text) == mib
