"""Files: uploaded in a form, kept in bounded memory, given back byte for byte.

Source: docs.claude.com/en/api/files-create.
"""

import msgspec

from ai_gateway.simulator.answer import Answer
from ai_gateway.simulator.anthropic.errors import refuse
from ai_gateway.simulator.anthropic.headers import headers
from ai_gateway.simulator.jsonvalue import Json
from ai_gateway.simulator.multipart import Form, Upload
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import identifier
from ai_gateway.simulator.shelf import Shelf

# Together a bound on memory: 16 files of 64 MiB.
_KEPT = 16
_LARGEST = 64 * 1024 * 1024


class StoredFile(msgspec.Struct, frozen=True):
    """A file and what is told about it."""

    document: Json
    upload: Upload


class Files:
    """The files of one simulator."""

    def __init__(self) -> None:
        self._kept: Shelf[StoredFile] = Shelf(_KEPT)

    def upload(self, request: Request, _: str) -> Answer:
        """Answer `POST /v1/files`."""
        form = request.document
        file = form.files.get("file") if isinstance(form, Form) else None
        if file is None:
            raise refuse(request, "file: Field required")
        if len(file.content) > _LARGEST:
            raise refuse(request, "File size exceeds maximum", status=413)
        document: Json = {
            "id": identifier("file_01", request.number, 22),
            "type": "file",
            "filename": file.filename,
            "mime_type": file.content_type,
            "size_bytes": len(file.content),
            "created_at": "2025-10-09T08:53:20Z",
            "downloadable": True,
        }
        self._kept.put(document["id"], StoredFile(document, file))
        return _answer(request, document)

    def list(self, request: Request, _: str) -> Answer:
        """Answer `GET /v1/files`, the newest first."""
        data = [kept.document for kept in self._kept]
        page = {
            "data": data,
            "has_more": False,
            "first_id": data[0]["id"] if data else None,
            "last_id": data[-1]["id"] if data else None,
        }
        return _answer(request, page)

    def retrieve(self, request: Request, key: str) -> Answer:
        """Answer `GET /v1/files/{id}`."""
        return _answer(request, self._find(request, key).document)

    def content(self, request: Request, key: str) -> Answer:
        """Answer `GET /v1/files/{id}/content`."""
        upload = self._find(request, key).upload
        kind = upload.content_type.encode("latin-1", "replace")
        return Answer(200, headers(request, kind), upload.content)

    def delete(self, request: Request, key: str) -> Answer:
        """Answer `DELETE /v1/files/{id}`."""
        self._find(request, key)
        self._kept.pop(key)
        return _answer(request, {"id": key, "type": "file_deleted"})

    def _find(self, request: Request, key: str) -> StoredFile:
        kept = self._kept.get(key)
        if kept is None:
            raise refuse(request, f"File not found: {key}", status=404)
        return kept


def _answer(request: Request, document: Json) -> Answer:
    return Answer(200, headers(request), msgspec.json.encode(document))
