"""The secrets that one load of the configuration refers to, each fetched once."""

import json

from ai_gateway.config.aws_reader import AwsReader, AwsRefused


class Secrets:
    """Values of AWS Secrets Manager by name.

    Each is fetched once, however often it is referred to, and so is the reason why it could not
    be: a network that is down is waited for once for each secret, not for each reference.
    """

    def __init__(self, aws: AwsReader) -> None:
        self._aws = aws
        self._values: dict[str, str | None] = {}
        self._refused: dict[str, AwsRefused] = {}

    def value(self, name: str, key: str | None) -> str | None:
        """Return the secret `name`, or of the JSON object that it holds what stands under `key`.

        None where there is no such secret, it has no value, or the object no such key. Raises
        `AwsRefused` where that cannot be told.
        """
        text = self._text(name)
        if text is None or key is None:
            return text
        try:
            held = json.loads(text)
        except ValueError:
            held = None
        if not isinstance(held, dict):
            # The value itself is not repeated: it is a secret.
            raise AwsRefused(
                f"secret {name} is no JSON object, so it has no key {key}",
                f"write `${{secret:{name}}}`, or store an object",
            )
        value: object = held.get(key)  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise AwsRefused(f"key {key} of secret {name} is no text", "store a text there")
        return value

    def _text(self, name: str) -> str | None:
        if name in self._refused:
            raise self._refused[name]
        if name not in self._values:
            try:
                self._values[name] = self._aws.secret(name)
            except AwsRefused as refused:
                self._refused[name] = refused
                raise
        return self._values[name]
