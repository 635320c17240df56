"""OpenAI's paths."""

from ai_gateway.simulator.answer import Answer, EventStream
from ai_gateway.simulator.openai import catalogue, chat, embeddings, errors, media, moderations
from ai_gateway.simulator.openai.checks import check_key
from ai_gateway.simulator.openai.files import Files
from ai_gateway.simulator.openai.jobs import Jobs
from ai_gateway.simulator.openai.responses import Responses
from ai_gateway.simulator.request import Request
from ai_gateway.simulator.service import Paths


class OpenAI:
    """OpenAI with everything that one simulator's callers left there."""

    def __init__(self) -> None:
        responses, files = Responses(), Files()
        batches, tuning = Jobs(files, "batch"), Jobs(files, "fine-tuning job")
        self._paths = Paths(
            {
                "POST /v1/chat/completions": chat.create,
                "POST /v1/responses": responses.create,
                "POST /v1/embeddings": embeddings.create,
                "GET /v1/models": catalogue.list_models,
                "POST /v1/files": files.upload,
                "GET /v1/files": files.list,
                "POST /v1/moderations": moderations.create,
                "POST /v1/images/generations": media.generate_image,
                "POST /v1/audio/speech": media.speak,
                "POST /v1/audio/transcriptions": media.transcribe,
                "POST /v1/batches": batches.create_batch,
                "GET /v1/batches": batches.list,
                "POST /v1/fine_tuning/jobs": tuning.create_tuning,
                "GET /v1/fine_tuning/jobs": tuning.list,
                "GET /v1/responses/{}": responses.retrieve,
                "DELETE /v1/responses/{}": responses.delete,
                "POST /v1/responses/{}/cancel": responses.cancel,
                "GET /v1/responses/{}/input_items": responses.items,
                "GET /v1/models/{}": catalogue.retrieve_model,
                "GET /v1/files/{}": files.retrieve,
                "GET /v1/files/{}/content": files.content,
                "DELETE /v1/files/{}": files.delete,
                "GET /v1/batches/{}": batches.retrieve,
                "POST /v1/batches/{}/cancel": batches.cancel,
                "GET /v1/fine_tuning/jobs/{}": tuning.retrieve,
                "POST /v1/fine_tuning/jobs/{}/cancel": tuning.cancel,
            }
        )

    def answer(self, request: Request) -> Answer | EventStream:
        """Answer as OpenAI does; raise Refusal where it refuses."""
        check_key(request)
        return self.serve(request, request.path)

    def serve(self, request: Request, path: str) -> Answer | EventStream:
        """Answer what is asked for at `path`, by whomever."""
        found = self._paths.find(request.method, path)
        if found is not None:
            handler, variable = found
            return handler(request, variable)
        if self._paths.has(path):
            return errors.method_not_allowed(request)
        raise errors.refuse(request, f"Invalid URL ({request.method} {request.path})", status=404)

    def failure(self, request: Request, status: int, message: str | None = None) -> Answer:
        """Answer with OpenAI's error body for `status`."""
        return errors.failure(request, status, message)
