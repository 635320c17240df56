"""An account for tests of the configuration: objects and secrets, and how often they were read."""

from collections import Counter

from ai_gateway.config.aws_reader import AwsRefused


class AwsValues:
    """Has `objects` by key and version and `secrets` by name; one of `denied` is refused."""

    def __init__(
        self,
        secrets: dict[str, str] | None = None,
        objects: dict[tuple[str, str | None], bytes] | None = None,
        denied: frozenset[str] = frozenset(),
    ) -> None:
        self.secrets = secrets or {}
        self.objects = objects or {}
        self.denied = denied
        self.read: Counter[str] = Counter()

    def object(self, bucket: str, key: str, version: str | None, most: int) -> bytes:
        self.read[f"{bucket}/{key}"] += 1
        if key in self.denied:
            raise AwsRefused(f"s3://{bucket}/{key} cannot be read: denied", "allow it")
        return self.objects[key, version][:most]

    def secret(self, name: str) -> str | None:
        self.read[name] += 1
        if name in self.denied:
            raise AwsRefused(f"secret {name} cannot be read: denied", "allow it")
        return self.secrets.get(name)
