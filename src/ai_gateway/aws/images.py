"""Puts the deployment's images into its own registry, both architectures, under a tag for ever."""

import base64
from dataclasses import dataclass
from typing import Any, Literal

from botocore.exceptions import ClientError

from ai_gateway.aws.copier import PLATFORMS, Copier, Login
from ai_gateway.aws.session import AwsFailed, AwsSession, Deployment, code_of

UPSTREAM = {
    "collector": "public.ecr.aws/aws-observability/aws-otel-collector",
    "portkey": "docker.io/portkeyai/gateway",
}
"""Where the images come from that others make. The gateway's own is where you publish it."""


@dataclass(frozen=True)
class Pushed:
    """One image: where it came from, where it is now, and whether it had been there before."""

    source: str
    destination: str
    state: Literal["present", "done", "planned"]


def source_of(image: str, source: str | None, tag: str) -> str:
    """Return what to copy: `source` as it is, or that image's own place with `tag`."""
    if source is not None:
        return source
    if image in UPSTREAM:
        return f"{UPSTREAM[image]}:{tag}"
    raise AwsFailed(
        f"Where is the image of {image}? Name it with --from: the registry that you publish it "
        f"to, REGISTRY/ai-gateway:{tag} for example."
    )


def push(
    session: AwsSession, copier: Copier, repository: str, source: str, tag: str, *, dry_run: bool
) -> Pushed:
    """Copy `source` to the repository of the deployment as `tag`.

    Tags there are immutable, so one that is there already is left alone. Raises `AwsFailed`
    where there is no repository, or the image lacks an architecture.
    """
    ecr = session.client("ecr")
    destination = f"{_address(ecr, repository, session.region)}:{tag}"
    if has_image(ecr, repository, tag):
        return Pushed(source, destination, "present")
    missing = [one for one in PLATFORMS if one not in copier.platforms(source)]
    if missing:
        raise AwsFailed(
            f"{source} is not there for {' and '.join(missing)}. Publish it for "
            f"{' and '.join(PLATFORMS)}: docker buildx build --platform {','.join(PLATFORMS)}"
        )
    if dry_run:
        return Pushed(source, destination, "planned")
    copier.copy(source, destination, _login(ecr))
    if not has_image(ecr, repository, tag):
        raise AwsFailed(f"{copier.tool} said that it copied {destination}, and it is not there.")
    return Pushed(source, destination, "done")


def repository_of(deployment: Deployment, image: str) -> str:
    """Return the name of the repository that the deployment has for `image`."""
    return f"{deployment.name}/{image}"


def has_image(ecr: Any, repository: str, tag: str) -> bool:  # noqa: ANN401  a client has no type
    """Tell whether the repository has an image with that tag."""
    try:
        ecr.describe_images(repositoryName=repository, imageIds=[{"imageTag": tag}])
    except ClientError as error:
        if code_of(error) in ("ImageNotFoundException", "RepositoryNotFoundException"):
            return False
        raise
    return True


def _address(ecr: Any, repository: str, region: str) -> str:  # noqa: ANN401  a client has no type
    try:
        found: dict[str, Any] = ecr.describe_repositories(repositoryNames=[repository])
    except ClientError as error:
        if code_of(error) == "RepositoryNotFoundException":
            raise AwsFailed(
                f"There is no repository {repository} in {region}. The deployment makes it: "
                "`ai-gateway aws deploy` begins with the repositories, then says which images "
                "they lack."
            ) from error
        raise
    return str(found["repositories"][0]["repositoryUri"])


def _login(ecr: Any) -> Login:  # noqa: ANN401  a client has no type
    answer: dict[str, Any] = ecr.get_authorization_token()
    given = answer["authorizationData"][0]
    user, _, password = base64.b64decode(given["authorizationToken"]).decode().partition(":")
    return Login(given["proxyEndpoint"].removeprefix("https://"), user, password)
