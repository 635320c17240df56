"""Everything that keeps the books of one gateway, opened and closed together."""

import sqlite3
from collections.abc import Callable, Mapping
from typing import BinaryIO

from ai_gateway.accounting.attempts import MakeAttempt, RecordedAttempt
from ai_gateway.accounting.bill import Biller
from ai_gateway.accounting.estimate import Estimator
from ai_gateway.accounting.keeper import StoreKeeper
from ai_gateway.accounting.ledger import Keeper, Ledger
from ai_gateway.accounting.log import LogLedger, lines_to
from ai_gateway.accounting.price_source import price_table
from ai_gateway.accounting.prices.listing import PriceListInvalid
from ai_gateway.accounting.settings import AccountingSettings
from ai_gateway.accounting.stage import Account
from ai_gateway.accounting.store import Store
from ai_gateway.core.operation import DialectName
from ai_gateway.dialects.translation import CallerDialect
from ai_gateway.providers.settings import ProviderSettings

# The time that is left of the 120 s after which Fargate kills a task, once the drain is over.
_LOG_PATIENCE = 3.0


class BooksUnusable(Exception):
    """There is no price list, or no database, where there should be; `message` says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Books:
    """Prices, ledger, log and store of one gateway.

    `clock` is the one that `Call.started` is of, `wall` the wall clock in seconds since 1970.
    Raises `BooksUnusable`, and holds nothing open then.
    """

    def __init__(
        self,
        settings: AccountingSettings,
        providers: Mapping[str, ProviderSettings],
        callers: Mapping[DialectName, CallerDialect],
        clock: Callable[[], float],
        wall: Callable[[], float],
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._wall = wall
        self._log: LogLedger | None = None
        try:
            self.prices = price_table(settings.prices, providers)
            store = Store(settings.database, settings.keep_calls)
        except PriceListInvalid as error:
            raise BooksUnusable(error.message) from error
        except sqlite3.Error as error:
            raise BooksUnusable(
                f"accounting.database {settings.database} cannot be used: {error}. Name a file "
                "in a folder that exists and can be written to, or leave the key out."
            ) from error
        self.keeper = StoreKeeper(store)
        self._biller = Biller(self.prices, Estimator(callers), wall)

    def open(self, output: BinaryIO, *more: Keeper) -> Ledger:
        """Return the ledger, which writes to `output` and tells `more` of each row."""
        keepers: list[Keeper] = [self.keeper, *more]
        if self._settings.log:
            self._log = LogLedger(lines_to(output))
            keepers.insert(0, self._log)
        return Ledger(keepers, self._biller, self._clock, self._wall)

    def stage(self, ledger: Ledger) -> Account:
        """Return the stage that puts every call on `ledger`."""
        return Account(ledger, comments=self._settings.cost_comments)

    def recorded(self, attempt: MakeAttempt) -> RecordedAttempt:
        """Return `attempt` as one that is billed, whoever makes it."""
        return RecordedAttempt(attempt, self.prices, self._clock, self._wall)

    def status(self) -> Mapping[str, object]:
        """Return what an operator may know: what waits, what fails, which prices hold."""
        return {
            "log_backlog_bytes": 0 if self._log is None else self._log.backlog,
            "database_backlog_rows": self.keeper.backlog,
            "database_failing": self.keeper.failing,
            "prices": self.prices.source,
        }

    async def close(self) -> None:
        """Write what is left, to the log first, and let everything go."""
        if self._log is not None:
            self._log.close(_LOG_PATIENCE)
        await self.keeper.close()
