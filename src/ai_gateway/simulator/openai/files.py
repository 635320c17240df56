"""Files: uploaded in a form, kept in bounded memory, given back byte for byte.

Source: platform.openai.com/docs/api-reference/files.
"""

import msgspec

from ai_gateway.simulator.answer import Answer
from ai_gateway.simulator.jsonvalue import Json
from ai_gateway.simulator.openai.checks import form
from ai_gateway.simulator.openai.errors import refuse
from ai_gateway.simulator.openai.headers import headers
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import created_at, identifier
from ai_gateway.simulator.shelf import Shelf

# Together a bound on memory: 16 files of 64 MiB.
_KEPT = 16
_LARGEST = 64 * 1024 * 1024

_PURPOSES = ("assistants", "batch", "fine-tune", "vision", "user_data", "evals")


class StoredFile(msgspec.Struct, frozen=True):
    """A file and what is told about it."""

    document: Json
    content: bytes


class Files:
    """The files of one simulator."""

    def __init__(self) -> None:
        self._kept: Shelf[StoredFile] = Shelf(_KEPT)

    def upload(self, request: Request, _: str) -> Answer:
        """Answer `POST /v1/files`."""
        sent = form(request)
        file = sent.files.get("file")
        if file is None:
            message = "'file' is a required property"
            raise refuse(request, message, param="file")
        purpose = sent.fields.get("purpose")
        if purpose not in _PURPOSES:
            known = ", ".join(f"'{name}'" for name in _PURPOSES)
            message = f"'{purpose}' is not one of [{known}] - 'purpose'"
            raise refuse(request, message, param="purpose")
        if len(file.content) > _LARGEST:
            raise refuse(request, "Maximum content size limit exceeded.", status=413)
        document: Json = {
            "id": identifier("file-", request.number, 22),
            "object": "file",
            "bytes": len(file.content),
            "created_at": created_at(request.number),
            "expires_at": None,
            "filename": file.filename,
            "purpose": purpose,
            "status": "processed",
            "status_details": None,
        }
        self._kept.put(document["id"], StoredFile(document, file.content))
        return _answer(request, document)

    def list(self, request: Request, _: str) -> Answer:
        """Answer `GET /v1/files`, the newest first."""
        data = [kept.document for kept in self._kept]
        return _answer(request, page(data))

    def retrieve(self, request: Request, key: str) -> Answer:
        """Answer `GET /v1/files/{id}`."""
        return _answer(request, self.find(request, key).document)

    def content(self, request: Request, key: str) -> Answer:
        """Answer `GET /v1/files/{id}/content`."""
        kept = self.find(request, key)
        return Answer(200, headers(request, b"application/octet-stream"), kept.content)

    def delete(self, request: Request, key: str) -> Answer:
        """Answer `DELETE /v1/files/{id}`."""
        self.find(request, key)
        self._kept.pop(key)
        return _answer(request, {"id": key, "object": "file", "deleted": True})

    def find(self, request: Request, key: str) -> StoredFile:
        """Return the file `key`; refuse where there is none."""
        kept = self._kept.get(key)
        if kept is None:
            raise refuse(request, f"No such File object: {key}", status=404, param="id")
        return kept


def page(data: list[Json]) -> Json:
    """Return `data` as the only page of a list."""
    return {
        "object": "list",
        "data": data,
        "first_id": data[0]["id"] if data else None,
        "last_id": data[-1]["id"] if data else None,
        "has_more": False,
    }


def _answer(request: Request, document: Json) -> Answer:
    return Answer(200, headers(request), msgspec.json.encode(document))
