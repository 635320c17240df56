"""Makes the place for Terraform's state: a bucket, and a lock table for those who want one."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from botocore.exceptions import ClientError

from ai_gateway.aws.session import AwsFailed, AwsSession, code_of
from ai_gateway.aws.step import Change, Step, apply

_BLOCK = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}
# The state names everything and may hold what nobody should read. `aws:kms` by AWS's own key: a
# key of our own would have to be there before the state that knows of it.
_ENCRYPTION = {
    "Rules": [
        {
            "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"},
            "BucketKeyEnabled": True,
        }
    ]
}


def bootstrap(
    session: AwsSession, bucket: str, table: str | None, *, dry_run: bool
) -> Iterator[Step]:
    """Make the bucket `bucket`, and the DynamoDB table `table` unless it is None.

    Everything that is there already is left as it is, so that it can be run again. Raises
    `AwsFailed` where the bucket's name is somebody else's.
    """
    changes = _Bucket(session, bucket).changes()
    if table is not None:
        changes.append(_table(session.client("dynamodb"), table))
    return apply(changes, dry_run=dry_run)


class _Bucket:
    """The bucket of the state: versioned, encrypted, by TLS alone, and nobody else's."""

    def __init__(self, session: AwsSession, name: str) -> None:
        self._s3 = session.client("s3")
        self._region = session.region
        self._partition = session.client("sts").meta.partition
        self._name = name

    def changes(self) -> list[Change]:
        """Return what has to be so."""
        what = f"bucket {self._name}"
        s3, here = self._s3, {"Bucket": self._name}
        return [
            Change(what, self._exists, self._create),
            Change(
                f"{what}: no public access",
                self._is("get_public_access_block", "PublicAccessBlockConfiguration", _BLOCK),
                lambda: s3.put_public_access_block(**here, PublicAccessBlockConfiguration=_BLOCK),
            ),
            Change(
                f"{what}: versioned",
                self._is("get_bucket_versioning", "Status", "Enabled"),
                lambda: s3.put_bucket_versioning(
                    **here, VersioningConfiguration={"Status": "Enabled"}
                ),
            ),
            Change(
                f"{what}: encrypted with KMS",
                self._is("get_bucket_encryption", "ServerSideEncryptionConfiguration", _ENCRYPTION),
                lambda: s3.put_bucket_encryption(
                    **here, ServerSideEncryptionConfiguration=_ENCRYPTION
                ),
            ),
            Change(
                f"{what}: TLS only",
                self._is("get_bucket_policy", "Policy", self._policy()),
                lambda: s3.put_bucket_policy(**here, Policy=self._policy()),
            ),
        ]

    def _exists(self) -> bool:
        try:
            self._s3.head_bucket(Bucket=self._name)
        except ClientError as error:
            if code_of(error) in ("404", "NoSuchBucket"):
                return False
            if code_of(error) in ("403", "301"):
                raise AwsFailed(
                    f"Bucket {self._name} exists and is not this account's in this region: names "
                    "of buckets are the whole world's. Choose another with --state-bucket."
                ) from error
            raise
        return True

    def _create(self) -> None:
        more: dict[str, Any] = {}
        if self._region != "us-east-1":
            more["CreateBucketConfiguration"] = {"LocationConstraint": self._region}
        self._s3.create_bucket(Bucket=self._name, ObjectOwnership="BucketOwnerEnforced", **more)

    def _is(self, operation: str, key: str, wanted: object) -> Callable[[], bool]:
        def check() -> bool:
            try:
                found: dict[str, Any] = getattr(self._s3, operation)(Bucket=self._name)
            except ClientError as error:
                # The bucket has none, or there is no bucket yet.
                if code_of(error).startswith("NoSuch") or "NotFound" in code_of(error):
                    return False
                raise
            return _plain(found.get(key)) == _plain(wanted)

        return check

    def _policy(self) -> str:
        arn = f"arn:{self._partition}:s3:::{self._name}"
        deny = {
            "Sid": "TlsOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [arn, f"{arn}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
        return json.dumps({"Version": "2012-10-17", "Statement": [deny]})


def _plain(value: object) -> object:
    """Return what JSON a text holds, so that spaces make no difference."""
    return json.loads(value) if isinstance(value, str) and value.startswith("{") else value


def _table(dynamodb: Any, name: str) -> Change:  # noqa: ANN401  a client has no type
    def exists() -> bool:
        try:
            dynamodb.describe_table(TableName=name)
        except ClientError as error:
            if code_of(error) == "ResourceNotFoundException":
                return False
            raise
        return True

    def create() -> None:
        dynamodb.create_table(
            TableName=name,
            # The one attribute that Terraform's S3 backend reads and writes.
            KeySchema=[{"AttributeName": "LockID", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "LockID", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            DeletionProtectionEnabled=True,
        )
        dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 2})

    return Change(f"lock table {name}", exists, create)
