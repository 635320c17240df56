"""Whether the caller of a connection is still there."""

import asyncio
from collections.abc import Callable


class Caller:
    """Cancels the call in flight when the connection of its caller is lost.

    One for each connection, on which calls follow one another. Cancelling is at once: a
    provider that is answering nobody is paid for every further token. `hold` keeps the next
    write to this caller back until the one after it, so that both go out as one.
    """

    __slots__ = ("_task", "gone", "hold")

    KEY = "ai_gateway.caller"
    """Where the connection's protocol puts it in the ASGI scope."""

    def __init__(self, hold: Callable[[], None]) -> None:
        self.gone = False
        self.hold = hold
        self._task: asyncio.Task[object] | None = None

    def begin(self) -> None:
        """Say that the current task now works for this caller, and cancel it if there is none."""
        self._task = asyncio.current_task()
        if self.gone:
            self.left()

    def end(self) -> None:
        """Say that the current task works for this caller no more.

        The next one may have begun: an answer's last byte is sent before its call is cleaned up.
        """
        if self._task is asyncio.current_task():
            self._task = None

    def left(self) -> None:
        """Cancel what is in flight, for nobody waits for it any more."""
        self.gone = True
        if self._task is not None:
            self._task.cancel()
