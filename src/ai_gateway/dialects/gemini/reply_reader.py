"""A whole answer, read into the neutral form."""

import msgspec

from ai_gateway.core.errors import ProviderMisbehaved
from ai_gateway.dialects.gemini.grounding import read_citations
from ai_gateway.dialects.gemini.logprobs import read_logprobs
from ai_gateway.dialects.gemini.outcome import failure, read_stop
from ai_gateway.dialects.gemini.part_reader import PartReader, proof, thinking
from ai_gateway.dialects.gemini.shapes import ANSWER, Answer, Candidate
from ai_gateway.dialects.gemini.tokens import read_tokens
from ai_gateway.dialects.neutral import reply
from ai_gateway.dialects.neutral.content import Citation, Part, Text
from ai_gateway.dialects.wire import decode

_BLOCKED = reply.Answer(parts=(), stop="content_filter")


def read_reply(body: bytes) -> reply.Reply:
    """Return the answer in `body`.

    A question that was blocked is an answer without parts, stopped by the content filter.
    Raises `ProviderMisbehaved` where there is neither, and where the model's answer failed.
    """
    answer = decode(ANSWER, body)
    blocked = answer is not None and answer.prompt_feedback and answer.prompt_feedback.block_reason
    if answer is None or not (answer.candidates or blocked):
        raise ProviderMisbehaved(
            "Google answered 200 with something that is no answer: expected `candidates`, or"
            " `promptFeedback` with a reason. Ask again."
        )
    answers = [_read(candidate, answer) for candidate in answer.candidates or ()]
    return reply.Reply(
        id=answer.response_id,
        model=answer.model_version,
        answers=tuple(answers) or (_BLOCKED,),
        usage=read_tokens(answer.usage_metadata),
    )


def _read(candidate: Candidate, whole: Answer) -> reply.Answer:
    if failed := failure(candidate):
        raise failed
    reader = PartReader(candidate.index)
    parts: list[Part] = []
    texts: dict[int, str] = {}
    places: dict[int, int] = {}
    pieces = (candidate.content and candidate.content.parts) or ()
    for number, piece in enumerate(pieces):
        part = reader.whole(piece, whole.response_id)
        if part is not None:
            parts.append(part)
        elif piece.thought:
            parts.append(thinking(piece))
        elif piece.text:
            texts[number], places[number] = piece.text, len(parts)
            parts.append(Text(piece.text))
        if signed := proof(piece):
            parts.append(signed)
    if candidate.grounding_metadata is not None:
        for number, citation in read_citations(candidate.grounding_metadata, texts):
            parts[places[number]] = _cited(parts[places[number]], citation)
    return reply.Answer(
        parts=tuple(parts),
        stop=read_stop(candidate.finish_reason or "STOP", calls=reader.calls),
        logprobs=read_logprobs(candidate.logprobs_result),
    )


def _cited(part: Part, citation: Citation) -> Part:
    if not isinstance(part, Text):
        return part
    return msgspec.structs.replace(part, citations=(*part.citations, citation))
