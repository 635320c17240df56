"""What Linux says about a running program: the CPU it used and the memory it holds.

Source of the formats: proc(5) and the kernel's Documentation/scheduler/sched-stats.rst.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec

PROC = Path("/proc")


class Memory(msgspec.Struct, frozen=True):
    """What a program and its children hold, in bytes.

    `rss` counts a page that is shared with another program in full, `pss` only its share.
    """

    rss: int
    pss: int


def process_tree(root: int, proc: Path = PROC) -> list[int]:
    """Return the ids of `root` and of every process below it; none where it has ended."""
    children: dict[int, list[int]] = {}
    for stat in proc.glob("[0-9]*/stat"):
        try:
            # The second field is the program's name in brackets and may hold anything.
            after_name = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
        children.setdefault(int(after_name[1]), []).append(int(stat.parent.name))
    found = [root] if (proc / str(root)).exists() else []
    for process in found:
        found.extend(children.get(process, ()))
    return found


def cpu_seconds(processes: Iterable[int], proc: Path = PROC) -> float:
    """Return the CPU time that `processes` have used, user and kernel, in seconds.

    `schedstat` counts nanoseconds where `stat` counts ticks of 10 ms. It is kept for each thread,
    so the time of threads that have ended is missing: the contenders keep theirs.
    """
    nanoseconds = 0
    for process in processes:
        for schedstat in (proc / str(process) / "task").glob("*/schedstat"):
            try:
                nanoseconds += int(schedstat.read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError):
                continue
    return nanoseconds / 1e9


def memory(processes: Iterable[int], proc: Path = PROC) -> Memory:
    """Return what `processes` hold together now; those that have ended hold nothing."""
    held = {"Rss": 0, "Pss": 0}
    for process in processes:
        try:
            lines = (proc / str(process) / "smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        for line in lines:
            key, _, value = line.partition(":")
            if key in held:
                held[key] += int(value.removesuffix("kB")) * 1024
    return Memory(rss=held["Rss"], pss=held["Pss"])


def processor(proc: Path = PROC) -> str:
    """Return the processor's model name, empty where the kernel does not say."""
    for line in (proc / "cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return ""


def total_memory(proc: Path = PROC) -> int:
    """Return the machine's memory in bytes."""
    return int((proc / "meminfo").read_text().split()[1]) * 1024
