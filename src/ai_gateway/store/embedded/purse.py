"""The money of one budget in memory."""


class Purse:
    """What is spent and reserved in the period that began at `period` (seconds since 1970).

    A newer period begins with nothing spent; an older one is taken for the current one, so that
    clocks which differ a little never bring back what is past.
    """

    __slots__ = ("_holds", "period", "reserved", "spent")

    def __init__(self, period: int = 0, spent: int = 0) -> None:
        self.period = period
        self.spent = spent
        self.reserved = 0
        self._holds: dict[str, int] = {}

    def turn(self, period: int) -> None:
        """Begin `period` if it is newer. What is reserved stays reserved."""
        if period > self.period:
            self.period = period
            self.spent = 0

    def left(self, cap: int) -> int:
        """Return what is neither spent nor reserved of `cap`."""
        return cap - self.spent - self.reserved

    def reserve(self, call: str, amount: int) -> None:
        """Hold `amount` for `call`."""
        self._holds[call] = amount
        self.reserved += amount

    def settle(self, call: str, period: int, cost: int) -> bool:
        """Give back what `call` held and count its `cost`, unless its period is past.

        Tell whether it was counted.
        """
        self.reserved -= self._holds.pop(call, 0)
        self.turn(period)
        if period < self.period:
            return False
        self.spent += cost
        return True
