"""What a call probably used, where the provider never came to say it."""

from collections.abc import Mapping

import msgspec

from ai_gateway.core.call import Call
from ai_gateway.core.errors import GatewayError
from ai_gateway.core.operation import DialectName
from ai_gateway.core.usage import Usage
from ai_gateway.dialects.translation import CallerDialect
from ai_gateway.providers.token_estimate import estimated_tokens

_BYTES_PER_TOKEN = 4
"""As in `ai_gateway.providers.token_estimate`."""

_NOTHING = Usage()


class Estimator:
    """Fills in what a report lacks, and marks that it did.

    The input is counted from the text of the request, the output from the text that passed.
    """

    def __init__(self, callers: Mapping[DialectName, CallerDialect]) -> None:
        self._callers = callers

    def completed(self, call: Call, reported: Usage | None, written: int) -> Usage:
        """Return the usage of an answer to `call` of which `written` bytes of text passed.

        What was reported stands, but an output that was reported smaller than what passed.
        """
        known = reported or _NOTHING
        output = max(known.output_tokens or 0, -(-written // _BYTES_PER_TOKEN))
        taken = known.input_tokens
        return msgspec.structs.replace(
            known,
            input_tokens=self._input(call) if taken is None else taken,
            output_tokens=output,
            estimated=True,
        )

    def _input(self, call: Call) -> int:
        if not isinstance(call.body, bytes):
            return 0
        caller = self._callers.get(call.dialect)
        if caller is not None:
            try:
                return estimated_tokens(caller.read_request(call.body))
            except GatewayError:
                # It passed untouched, so that a request which cannot be translated is no mistake.
                pass
        return -(-len(call.body) // _BYTES_PER_TOKEN)
