"""Forms of the type `multipart/form-data` (RFC 7578)."""

from email.message import Message

import msgspec


class InvalidForm(Exception):
    """A body that is not the form its content type says."""


class Upload(msgspec.Struct, frozen=True):
    """A file in a form."""

    filename: str
    content_type: str
    content: bytes


class Form(msgspec.Struct, frozen=True):
    """A form's texts and files by the name of their field; of a repeated name, the last."""

    fields: dict[str, str]
    files: dict[str, Upload]


def parse_form(content_type: str, body: bytes) -> Form:
    """Read `body`; raise InvalidForm where it has no boundary or is cut short."""
    boundary = _parameter(content_type, "boundary").encode()
    if not boundary:
        raise InvalidForm("the content type has no boundary")
    # A boundary stands at the start of a line; the first has no line before it.
    head, *parts = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if head or not parts or not parts[-1].startswith(b"--"):
        raise InvalidForm("the body does not begin and end with its boundary")
    form = Form({}, {})
    for part in parts[:-1]:
        _add(form, part)
    return form


def _add(form: Form, part: bytes) -> None:
    head, separator, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    if not separator:
        raise InvalidForm("a part has no empty line after its header fields")
    fields: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    disposition = fields.get("content-disposition", "")
    name = _parameter(disposition, "name")
    filename = _parameter(disposition, "filename")
    if filename:
        kind = fields.get("content-type", "application/octet-stream")
        form.files[name] = Upload(filename, kind, content)
    else:
        form.fields[name] = content.decode("utf-8", "replace")


def _parameter(value: str, name: str) -> str:
    # The standard library reads quoting, escapes and RFC 2231 where they are used.
    message = Message()
    message["content-type"] = value
    found = message.get_param(name, "")
    return found[2] if isinstance(found, tuple) else str(found)
