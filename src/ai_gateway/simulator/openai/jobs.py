"""Batches and fine-tuning jobs, which are accepted, shown and cancelled, and never run.

Source: platform.openai.com/docs/api-reference/batch and .../fine-tuning.
"""

import msgspec

from ai_gateway.simulator.answer import Answer
from ai_gateway.simulator.jsonvalue import Json
from ai_gateway.simulator.openai.checks import check_model, json_fields, require
from ai_gateway.simulator.openai.errors import refuse
from ai_gateway.simulator.openai.files import Files, page
from ai_gateway.simulator.openai.headers import headers
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.script import created_at, identifier
from ai_gateway.simulator.shelf import Shelf

_KEPT = 100


class Jobs:
    """The jobs of one kind; each reads a file that was uploaded before."""

    def __init__(self, files: Files, name: str) -> None:
        self._files = files
        self._name = name
        self._kept: Shelf[Json] = Shelf(_KEPT)

    def create_batch(self, request: Request, _: str) -> Answer:
        """Answer `POST /v1/batches`."""
        fields = json_fields(request)
        for name in ("input_file_id", "endpoint", "completion_window"):
            require(request, fields, name, "string")
        self._files.find(request, fields["input_file_id"])
        document = {
            "id": identifier("batch_", request.number),
            "object": "batch",
            "endpoint": fields["endpoint"],
            "errors": None,
            "input_file_id": fields["input_file_id"],
            "completion_window": fields["completion_window"],
            "status": "validating",
            "output_file_id": None,
            "error_file_id": None,
            "created_at": created_at(request.number),
            "request_counts": {"total": 0, "completed": 0, "failed": 0},
            "metadata": fields.get("metadata"),
        }
        return self._keep(request, document)

    def create_tuning(self, request: Request, _: str) -> Answer:
        """Answer `POST /v1/fine_tuning/jobs`."""
        fields = json_fields(request)
        model = check_model(request)
        require(request, fields, "training_file", "string")
        self._files.find(request, fields["training_file"])
        document: Json = {
            "id": identifier("ftjob-", request.number),
            "object": "fine_tuning.job",
            "model": model,
            "created_at": created_at(request.number),
            "finished_at": None,
            "fine_tuned_model": None,
            "organization_id": "org-simulated",
            "result_files": [],
            "status": "validating_files",
            "validation_file": fields.get("validation_file"),
            "training_file": fields["training_file"],
            "hyperparameters": {"n_epochs": "auto"},
            "trained_tokens": None,
            "error": None,
            "seed": fields.get("seed") or 0,
        }
        return self._keep(request, document)

    def list(self, request: Request, _: str) -> Answer:
        """Answer with all jobs, the newest first."""
        return _answer(request, page(list(self._kept)))

    def retrieve(self, request: Request, key: str) -> Answer:
        """Answer with one job."""
        return _answer(request, self._find(request, key))

    def cancel(self, request: Request, key: str) -> Answer:
        """Cancel a job; answer with what became of it."""
        job = self._find(request, key)
        job["status"] = "cancelling" if job["object"] == "batch" else "cancelled"
        return _answer(request, job)

    def _keep(self, request: Request, document: Json) -> Answer:
        self._kept.put(document["id"], document)
        return _answer(request, document)

    def _find(self, request: Request, key: str) -> Json:
        job = self._kept.get(key)
        if job is None:
            raise refuse(request, f"No {self._name} found with id '{key}'.", status=404)
        return job


def _answer(request: Request, document: Json) -> Answer:
    return Answer(200, headers(request), msgspec.json.encode(document))
