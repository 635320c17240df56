"""`ai-gateway token`: a token for a client, from the local issuer or by client credentials."""

import asyncio
import base64
from typing import Annotated
from urllib.parse import quote, urlencode

import msgspec
import typer

from ai_gateway.auth.claims import is_cognito
from ai_gateway.auth.credential_file import CredentialFileDamaged
from ai_gateway.auth.discovery import discover
from ai_gateway.auth.web import NoAnswer, post_form
from ai_gateway.cli.cognito import AppClient
from ai_gateway.cli.desk import Desk
from ai_gateway.cli.keys import NoSuchClient, scopes_of
from ai_gateway.cli.options import Config, ScopeName, ending, loaded
from ai_gateway.cli.terminal import fail, output
from ai_gateway.config.environment import process_environment
from ai_gateway.issuer.signing import SigningKeyUnusable, signing_key
from ai_gateway.transport.client import Client

SECRET_VARIABLE = "AI_GATEWAY_CLIENT_SECRET"  # noqa: S105  the name of a variable

TOKEN_EPILOG = ending("ai-gateway token laptop", "ai-gateway token service-a --issuer cognito")


class _Granted(msgspec.Struct):
    access_token: str


_GRANTED = msgspec.json.Decoder(_Granted)


def token(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The client.")],
    config: Config = None,
    issuer: Annotated[
        str | None,
        typer.Option(help="Name of one of auth.issuers; the local issuer if left out."),
    ] = None,
    scope: Annotated[
        list[ScopeName] | None,
        typer.Option("--scope", help="What the token is good for; all that it may be if left out."),
    ] = None,
) -> None:
    """Print an access token for a client.

    The local issuer signs one for any client of `clients add`, whether the gateway runs or not.
    Another issuer is asked by client credentials: the id is that of the section clients, the
    secret is read from AI_GATEWAY_CLIENT_SECRET; a Cognito pool is asked for both where AWS
    credentials are present.
    """
    environment = process_environment()
    desk = Desk(loaded(config, environment))
    if issuer is None:
        output().print(_local(desk, name, tuple(scope or ())))
        return
    output().print(
        asyncio.run(
            _granted(
                desk,
                issuer,
                _app_client(desk, issuer, name, environment.get(SECRET_VARIABLE)),
                desk.names(issuer, scope or ()),
            )
        )
    )


def _local(desk: Desk, name: str, asked: tuple[str, ...]) -> str:
    auth, admin = desk.settings.auth, desk.settings.admin
    if not auth.local_issuer.enabled:
        fail("There is no local issuer: set auth.local_issuer.enabled, or name one by --issuer.")
    url = auth.local_issuer.url
    if url is None and admin.port == 0:
        fail("The address of the local issuer is not known: set auth.local_issuer.url.")
    host = f"[{admin.host}]" if ":" in admin.host else admin.host
    try:
        held = scopes_of(desk.file.read(), name)
        key = signing_key(auth.directory)
    except (NoSuchClient, CredentialFileDamaged, SigningKeyUnusable) as error:
        fail(str(error))
    if not set(asked) <= set(held):
        fail(f"The keys of {name} are good for {', '.join(held)} only.")
    desk.note("token", name)
    return key.token(
        url or f"http://{host}:{admin.port}",
        name,
        frozenset(asked or held),
        int(desk.now()),
        auth.local_issuer.lifetime,
    )


def _app_client(desk: Desk, issuer: str, name: str, secret: str | None) -> AppClient:
    said = desk.settings.clients.get(name)
    if secret and said is not None and said.id is not None:
        return AppClient(said.id, secret)
    if is_cognito(desk.issuer(issuer).url):
        return desk.ask(lambda: desk.pool(issuer).secret(name))
    return fail(
        f"Put the secret of {name} into {SECRET_VARIABLE}, and its id into clients.{name}.id."
    )


async def _granted(desk: Desk, issuer: str, app: AppClient, scopes: list[str]) -> str:
    form = {"grant_type": "client_credentials", **({"scope": " ".join(scopes)} if scopes else {})}
    pair = f"{quote(app.id, safe='')}:{quote(app.secret, safe='')}"
    basic = b"Basic " + base64.b64encode(pair.encode())
    client = Client(desk.settings.transport)
    try:
        endpoint = (await discover(client, desk.issuer(issuer).url)).token_endpoint
        if endpoint is None:
            fail(f"auth.issuers.{issuer} gives no tokens to programs: it has no token endpoint.")
        status, body = await post_form(
            client, endpoint, [(b"authorization", basic)], urlencode(form).encode()
        )
        if status != 200:
            fail(f"{endpoint} answered {status}: {body[:300].decode('utf-8', 'replace')}")
        return _GRANTED.decode(body).access_token
    except (NoAnswer, msgspec.DecodeError) as error:
        fail(f"auth.issuers.{issuer} gave no token: {error}.")
    finally:
        await client.aclose()


program = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
program.command("token", epilog=TOKEN_EPILOG)(token)
