"""Terraform, the simulated account and the stack in it, once for all tests here.

Where Terraform or its plugin cannot be had, the tests that need them are skipped, each by name in
the summary; where both are there and a test was skipped all the same, the run fails.
"""

from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.infrastructure.cloud.account import Account
from tests.infrastructure.coverage import Coverage
from tests.infrastructure.plugin import Plugin
from tests.infrastructure.stack import Stack, build
from tests.infrastructure.system import System
from tests.infrastructure.terraform import Terraform
from tests.infrastructure.toolchain import CannotBeHad, Toolchain, find_toolchain
from tests.infrastructure.tree import copy_tree

HERE = Path(__file__).parent
COVERAGE = pytest.StashKey[Coverage]()


@pytest.fixture(scope="session")
def coverage(pytestconfig: pytest.Config) -> Coverage:
    """What the summary tells."""
    return pytestconfig.stash.setdefault(COVERAGE, Coverage())


@pytest.fixture(scope="session")
def tools(coverage: Coverage) -> Toolchain:
    """Terraform and the provider's plugin; skips where they cannot be had."""
    try:
        coverage.tools = find_toolchain()
    except CannotBeHad as missing:
        coverage.missing = str(missing)
        pytest.skip(f"needs Terraform: {missing}")
    return coverage.tools


@pytest.fixture(scope="session")
def plugin(tools: Toolchain) -> Iterator[Plugin]:
    """The provider's plugin, for what needs no account."""
    with Plugin(tools, {}) as plugin:
        yield plugin


@pytest.fixture(scope="session")
def tree(
    tools: Toolchain, building: Future[Stack] | None, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A copy of the tree, for what needs no account."""
    return copy_tree(tools, tmp_path_factory.mktemp("tree"))


@pytest.fixture(scope="session")
def account(tools: Toolchain) -> Iterator[Account]:
    """The simulated account that the stack is in."""
    with Account() as account:
        yield account


@pytest.fixture(scope="session")
def building(
    tools: Toolchain,
    account: Account,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Future[Stack] | None]:
    """The stack on its way, where a test of this run needs it.

    Terraform mostly waits, so that other tests run meanwhile.
    """
    if not any("stack" in getattr(item, "fixturenames", ()) for item in request.session.items):
        yield None
        return
    folder = tmp_path_factory.mktemp("stack")
    with Plugin(tools, account.environment) as plugin, ThreadPoolExecutor(1) as pool:
        yield pool.submit(build, tools, folder, account, plugin)


@pytest.fixture(scope="session")
def stack(building: Future[Stack], coverage: Coverage, pytestconfig: pytest.Config) -> Stack:
    """The stack with every switch on."""
    reporter = pytestconfig.pluginmanager.getplugin("terminalreporter")
    if isinstance(reporter, pytest.TerminalReporter) and not building.done():
        reporter.write_line("\n  The stack is being applied in the simulated account.")
    coverage.stack = building.result()
    return coverage.stack


@pytest.fixture(scope="session")
def removed(stack: Stack) -> Stack:
    """The stack after every switch was turned off and it was destroyed."""
    stack.remove()
    return stack


@pytest.fixture
def bare(tools: Toolchain, tmp_path: Path, building: Future[Stack] | None) -> Iterator[Terraform]:
    """Terraform in an empty folder, against a simulated account of its own."""
    with Account() as account, Plugin(tools, account.environment) as plugin:
        yield Terraform(tools, tmp_path, account.environment | plugin.environment)


@pytest.fixture(scope="session")
def system(stack: Stack) -> System:
    """The deployed system, with every switch on."""
    return System(stack.account, stack.name)


def pytest_configure(config: pytest.Config) -> None:
    """Name the marks that tests here have."""
    config.addinivalue_line("markers", "shows(name): a box or an arrow of the system's pictures")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put this folder last: what needs the stack at its end, what removes it at the very end.

    So nothing of other folders runs beside Terraform, which would take the time from it.
    """
    own = [item for item in items if HERE in item.path.parents]
    items[:] = [item for item in items if HERE not in item.path.parents] + sorted(own, key=_turn)


def _turn(item: pytest.Item) -> tuple[bool, bool]:
    needs: Collection[str] = getattr(item, "fixturenames", ())
    return "removed" in needs, "stack" in needs


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Remember which tests of this folder did not run, and which failed."""
    report = yield
    if HERE in item.path.parents and (report.skipped or report.when == "call"):
        item.config.stash.setdefault(COVERAGE, Coverage()).count(report)
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that left a test out though Terraform was there."""
    coverage = session.config.stash.get(COVERAGE, None)
    if coverage is not None and coverage.left_out:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Tell what was covered, and what was not."""
    coverage = config.stash.get(COVERAGE, None)
    if coverage is not None and coverage.counted:
        terminalreporter.section("infrastructure")
        for line in coverage.lines():
            terminalreporter.write_line(line)
