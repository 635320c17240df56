"""What is read of /proc, from files like the kernel's and from this very process."""

import os
import time
from pathlib import Path

from bench import procfs


def _process(proc: Path, process: int, parent: int, *threads: int) -> None:
    """Write what the kernel shows of a process whose threads ran for so many nanoseconds."""
    folder = proc / str(process)
    folder.mkdir(parents=True)
    (folder / "stat").write_text(f"{process} (a ) name) S {parent} 1 1 0\n")
    (folder / "smaps_rollup").write_text(
        "557f772af000-7ffc01e9b000 ---p 00000000 00:00 0    [rollup]\n"
        "Rss:                1736 kB\nPss:                 378 kB\nPss_Dirty:           112 kB\n"
    )
    for number, nanoseconds in enumerate(threads):
        thread = folder / "task" / str(process + number)
        thread.mkdir(parents=True)
        (thread / "schedstat").write_text(f"{nanoseconds} 54181 1\n")


def test_a_tree_is_a_process_and_all_below_it(tmp_path: Path) -> None:
    for process, parent in ((1, 0), (20, 1), (30, 20), (40, 30), (41, 30), (50, 1)):
        _process(tmp_path, process, parent)
    assert sorted(procfs.process_tree(20, tmp_path)) == [20, 30, 40, 41]


def test_an_ended_process_has_no_tree(tmp_path: Path) -> None:
    _process(tmp_path, 1, 0)
    assert procfs.process_tree(20, tmp_path) == []


def test_cpu_time_is_that_of_every_thread_of_every_process(tmp_path: Path) -> None:
    _process(tmp_path, 20, 1, 1_000_000_000, 500_000_000)
    _process(tmp_path, 30, 20, 250_000_000)
    assert procfs.cpu_seconds((20, 30, 99), tmp_path) == 1.75


def test_memory_is_summed_and_in_bytes(tmp_path: Path) -> None:
    _process(tmp_path, 20, 1)
    _process(tmp_path, 30, 20)
    held = procfs.memory((20, 30, 99), tmp_path)
    assert held == procfs.Memory(rss=2 * 1736 * 1024, pss=2 * 378 * 1024)


def test_the_machine_is_described(tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text("processor\t: 0\nmodel name\t: A Fast One: 3 GHz\n")
    (tmp_path / "meminfo").write_text("MemTotal:       24683412 kB\nMemFree: 1 kB\n")
    assert procfs.processor(tmp_path) == "A Fast One: 3 GHz"
    assert procfs.total_memory(tmp_path) == 24683412 * 1024


def test_the_kernel_writes_what_is_read_here() -> None:
    tree = procfs.process_tree(os.getpid())
    before, start = procfs.cpu_seconds(tree), time.process_time()
    while time.process_time() < start + 0.05:
        pass
    assert os.getpid() in tree
    assert procfs.cpu_seconds(tree) - before > 0.04
    assert procfs.memory(tree).rss >= procfs.memory(tree).pss > 1_000_000
