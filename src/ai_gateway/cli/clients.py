"""`ai-gateway clients`: who may call, and with which key."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, cast

import typer

from ai_gateway.auth.credential_file import ClientRecord, CredentialFileDamaged, Records
from ai_gateway.auth.directory import Directory
from ai_gateway.auth.gateway_key import make_key
from ai_gateway.cli.desk import Desk
from ai_gateway.cli.keys import ClientExists, NoSuchClient, Terms, added, removed, rotated, switched
from ai_gateway.cli.options import Config, ScopeName, ending, loaded
from ai_gateway.cli.terminal import fail, notices, output
from ai_gateway.config.environment import process_environment

clients = typer.Typer(
    name="clients",
    help="Make, list, show, rotate, disable and remove clients and their keys.",
    epilog=ending("ai-gateway clients add laptop", "ai-gateway clients list"),
    no_args_is_help=True,
    rich_markup_mode=None,
)

_DAY = 86400.0
_HOUR = 3600.0

Name = Annotated[str, typer.Argument(metavar="NAME", help="The client, as in the section clients.")]
Issuer = Annotated[
    str | None,
    typer.Option(
        help="Name of a Cognito pool in auth.issuers: the client is an app client there. Without "
        "it the client has a gateway key, of which the hash is kept in auth.directory.",
    ),
]
Scopes = Annotated[
    list[ScopeName] | None,
    typer.Option("--scope", help="What the key is good for, `invoke` if left out."),
]
Days = Annotated[
    float | None, typer.Option(min=0.001, help="Days after which the key ends; never if left out.")
]


@clients.command(
    epilog=ending("ai-gateway clients add laptop", "ai-gateway clients add ops --scope admin")
)
def add(
    name: Name,
    config: Config = None,
    scope: Scopes = None,
    expires_days: Days = None,
    issuer: Issuer = None,
) -> None:
    """Make a client and print its key, which is shown this once.

    The key alone goes to standard output.
    """
    desk = _desk(config)
    scopes = tuple(scope or [ScopeName.INVOKE])
    if issuer is not None:
        made = desk.ask(lambda: desk.pool(issuer).add(name, desk.names(issuer, scopes)))
        desk.note("clients.add", f"{issuer}/{name}")
        notices().print(
            f"Made the app client {name}. Its policy: clients: {{{name}: {{id: {made.id}}}}}. "
            "Its secret is shown this once:"
        )
        output().print(made.secret)
        return
    desk.check_name(name)
    key = make_key()
    now = desk.now()
    ends = None if expires_days is None else now + expires_days * _DAY
    _change(desk, lambda held: added(held, name, key, Terms(scopes, now, ends)))
    desk.note("clients.add", name)
    notices().print(
        f"Made the key {key.id} of {name}. Where no file is kept: auth: {{keys: {{{key.id}: "
        f"{{client: {name}, sha256: {key.sha256}}}}}}}. The key is shown this once:"
    )
    output().print(key.text)


@clients.command("list", epilog=ending("ai-gateway clients list"))
def list_command(config: Config = None, issuer: Issuer = None) -> None:
    """List the clients of the configuration and those with a gateway key."""
    desk = _desk(config)
    if issuer is not None:
        for name, client_id in sorted(desk.ask(lambda: desk.pool(issuer).names())):
            output().print(f"{name}  {client_id}")
        return
    held = _held(desk)
    settings = desk.settings
    for name in sorted({*settings.clients, *held}):
        said = settings.clients.get(name)
        record = held.get(name)
        off = (said is not None and not said.enabled) or (record is not None and record.disabled)
        groups = ", ".join(said.groups) if said is not None and said.groups else "no group"
        keys = 0 if record is None else len(record.keys)
        state = "disabled" if off else "enabled"
        listed = "" if said is not None else ", not in the configuration: has the defaults"
        output().print(f"{name}  {state}, {groups}, gateway keys: {keys}{listed}")


@clients.command(epilog=ending("ai-gateway clients show laptop"))
def show(name: Name, config: Config = None) -> None:
    """Show what holds for a client, and which part of the configuration says so."""
    desk = _desk(config)
    settings = desk.settings
    directory = Directory(settings.clients, settings.client_groups, settings.client_defaults)
    client = directory.named(name)
    record = _held(desk).get(name)
    if name not in settings.clients and record is None:
        fail(f"There is no client {name}. `ai-gateway clients list` shows those there are.")
    console = output()
    said = settings.clients.get(name)
    console.print(f"{name}: {'enabled' if _is_on(client.enabled, record) else 'disabled'}")
    if said is not None and said.id is not None:
        console.print(f"  id = {said.id}  (clients.{name})")
    for path, value, origin in client.said:
        console.print(f"  {path} = {_shown(value)}  ({origin})")
    for group in client.groups:
        shared = settings.client_groups[group].model_dump(
            mode="json", include={"limits", "budgets"}, exclude_none=True, exclude_defaults=True
        )
        console.print(f"  shared by the group {group}: {_shown(shared) if shared else 'nothing'}")
    for key, held in () if record is None else record.keys.items():
        ends = "never" if held.expires is None else _when(held.expires)
        console.print(f"  key {key}: {', '.join(held.scopes)}, expires {ends}")


@clients.command(epilog=ending("ai-gateway clients rotate laptop --overlap-hours 24"))
def rotate(
    name: Name,
    config: Config = None,
    scope: Scopes = None,
    expires_days: Days = None,
    overlap_hours: Annotated[
        float,
        typer.Option(min=0, help="Hours that the keys before it stay good; 0 ends them at once."),
    ] = 24.0,
    issuer: Issuer = None,
) -> None:
    """Give a client a new key and print it; the old one stays good for a while.

    At Cognito an app client has two secrets at most: the older one ends at the next rotation.
    """
    desk = _desk(config)
    if issuer is not None:
        made = desk.ask(lambda: desk.pool(issuer).rotate(name))
        desk.note("clients.rotate", f"{issuer}/{name}")
        notices().print(f"Made a second secret of the app client {name}, shown this once:")
        output().print(made.secret)
        return
    key = make_key()
    now = desk.now()
    ends = None if expires_days is None else now + expires_days * _DAY
    terms = Terms(tuple(scope or [ScopeName.INVOKE]), now, ends)
    _change(desk, lambda held: rotated(held, name, key, terms, overlap_hours * _HOUR))
    desk.note("clients.rotate", name)
    notices().print(f"Made the key {key.id} of {name}, shown this once:")
    output().print(key.text)


@clients.command(epilog=ending("ai-gateway clients disable laptop"))
def disable(name: Name, config: Config = None, issuer: Issuer = None) -> None:
    """Refuse every call of a client, until it is enabled again."""
    _switch(name, config, issuer, disabled=True)


@clients.command(epilog=ending("ai-gateway clients enable laptop"))
def enable(name: Name, config: Config = None, issuer: Issuer = None) -> None:
    """Answer the calls of a client that was disabled."""
    _switch(name, config, issuer, disabled=False)


@clients.command(epilog=ending("ai-gateway clients remove laptop"))
def remove(name: Name, config: Config = None, issuer: Issuer = None) -> None:
    """Remove a client's keys. What the configuration says of it stays there."""
    desk = _desk(config)
    if issuer is not None:
        desk.ask(lambda: desk.pool(issuer).remove(name))
        desk.note("clients.remove", f"{issuer}/{name}")
    else:
        _change(desk, lambda held: removed(held, name))
        desk.note("clients.remove", name)
    notices().print(f"Removed {name}.")


def _switch(name: str, config: str | None, issuer: str | None, *, disabled: bool) -> None:
    desk = _desk(config)
    if issuer is not None:
        scopes = desk.names(issuer, ("invoke",))
        desk.ask(lambda: desk.pool(issuer).switch(name, scopes, disabled=disabled))
    else:
        _change(desk, lambda held: switched(held, name, disabled=disabled, now=desk.now()))
    word = "disable" if disabled else "enable"
    desk.note(f"clients.{word}", name if issuer is None else f"{issuer}/{name}")
    notices().print(f"{name} is {word}d.")


def _desk(config: str | None) -> Desk:
    return Desk(loaded(config, process_environment()))


def _held(desk: Desk) -> Records:
    try:
        return desk.file.read()
    except CredentialFileDamaged as error:
        fail(str(error))


def _change(desk: Desk, change: Callable[[Records], Records]) -> None:
    try:
        desk.file.change(change)
    except (NoSuchClient, ClientExists, CredentialFileDamaged, OSError) as error:
        fail(str(error))


def _is_on(enabled: bool, record: ClientRecord | None) -> bool:
    return enabled and not (record is not None and record.disabled)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, cast("list[object]", value)))
    return str(value)


def _when(instant: float) -> str:
    return datetime.fromtimestamp(instant, UTC).isoformat(timespec="seconds")
