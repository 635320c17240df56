"""What a Converse request looks like, member by member.

Source: botocore's service model of bedrock-runtime, 2023-09-30.
"""

from ai_gateway.simulator.shape import (
    Anything,
    Blob,
    Choice,
    Entries,
    Flag,
    Items,
    Number,
    Record,
    Shape,
    Text,
    union,
)

_TEXT = Text()
_FILLED = Text(least=1)
_BLOB = Blob(least=1)
_COUNT = Number(least=0)
_FRACTION = Number(least=0, most=1, whole=False)
_METADATA = r"[a-zA-Z0-9\s:_@$#=/+,-.]"
_TOOL_NAME = Text(1, 64, "[a-zA-Z0-9_-]+")
_TOOL_USE_ID = Text(1, 64, "[a-zA-Z0-9_.:-]+")
_IMAGE_FORMATS = ("png", "jpeg", "gif", "webp")
_DOCUMENT_FORMATS = ("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md")
_VIDEO_FORMATS = ("mkv", "mov", "mp4", "webm", "flv", "mpeg", "mpg", "wmv", "three_gp")
_AUDIO_FORMATS = (
    *("mp3", "opus", "wav", "aac", "flac", "mp4", "ogg", "mkv", "mka", "x-aac", "m4a", "mpeg"),
    *("mpga", "pcm", "webm"),
)
_GUARDRAIL = (
    r"(|([a-z0-9]+)|(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+))"
)
_BUCKET = r"s3://[a-z0-9][\.\-a-z0-9]{1,61}[a-z0-9](/.*)?"

_S3 = Record({"uri": Text(1, 1024, _BUCKET), "bucketOwner": Text(pattern="[0-9]{12}")}, ("uri",))
_MEDIA_SOURCE = union(bytes=_BLOB, s3Location=_S3)
_FAILED = Record({"message": _TEXT})
_CACHE_POINT = Record({"type": Choice(("default",)), "ttl": Choice(("5m", "1h"))}, ("type",))
_CITATIONS = Record({"enabled": Flag()}, ("enabled",))

_IMAGE = Record(
    {"format": Choice(_IMAGE_FORMATS), "source": _MEDIA_SOURCE, "error": _FAILED},
    ("format", "source"),
)
_VIDEO = Record({"format": Choice(_VIDEO_FORMATS), "source": _MEDIA_SOURCE}, ("format", "source"))
_AUDIO = Record(
    {"format": Choice(_AUDIO_FORMATS), "source": _MEDIA_SOURCE, "error": _FAILED},
    ("format", "source"),
)
_DOCUMENT = Record(
    {
        "format": Choice(_DOCUMENT_FORMATS),
        "name": Text(1, 200),
        "source": union(bytes=_BLOB, s3Location=_S3, text=_TEXT, content=Items(union(text=_TEXT))),
        "context": _TEXT,
        "citations": _CITATIONS,
    },
    ("name", "source"),
)
_SEARCH_RESULT = Record(
    {
        "source": _TEXT,
        "title": _TEXT,
        "content": Items(Record({"text": _TEXT}, ("text",))),
        "citations": _CITATIONS,
    },
    ("source", "title", "content"),
)


def _span(index: str) -> Record:
    return Record({index: _COUNT, "start": _COUNT, "end": _COUNT})


_CITATION = Record(
    {
        "title": _TEXT,
        "source": _TEXT,
        "sourceContent": Items(union(text=_TEXT)),
        "location": union(
            web=Record({"url": _TEXT, "domain": _TEXT}),
            documentChar=_span("documentIndex"),
            documentPage=_span("documentIndex"),
            documentChunk=_span("documentIndex"),
            searchResultLocation=_span("searchResultIndex"),
        ),
    }
)
_GUARDED = union(
    text=Record(
        {
            "text": _TEXT,
            "qualifiers": Items(Choice(("grounding_source", "query", "guard_content"))),
        },
        ("text",),
    ),
    image=Record(
        {"format": Choice(("png", "jpeg")), "source": union(bytes=_BLOB)}, ("format", "source")
    ),
)
_TOOL_REFERENCE = Record(
    {"type": Text(1, 64), "name": Text(1, 128), "serverName": Text(1, 128)},
)
_TOOL_USE = Record(
    {
        "toolUseId": _TOOL_USE_ID,
        "name": _TOOL_NAME,
        "input": Anything(),
        "type": Choice(("server_tool_use",)),
    },
    ("toolUseId", "name", "input"),
)
_TOOL_RESULT = Record(
    {
        "toolUseId": _TOOL_USE_ID,
        "content": Items(
            union(
                json=Anything(),
                text=_TEXT,
                image=_IMAGE,
                document=_DOCUMENT,
                video=_VIDEO,
                searchResult=_SEARCH_RESULT,
            )
        ),
        "status": Choice(("success", "error")),
        "type": _TEXT,
    },
    ("toolUseId", "content"),
)
_REASONING = union(
    reasoningText=Record({"text": _TEXT, "signature": _TEXT}, ("text",)),
    redactedContent=Blob(),
)
_CONTENT = union(
    text=_TEXT,
    image=_IMAGE,
    document=_DOCUMENT,
    video=_VIDEO,
    audio=_AUDIO,
    toolUse=_TOOL_USE,
    toolResult=_TOOL_RESULT,
    guardContent=_GUARDED,
    cachePoint=_CACHE_POINT,
    reasoningContent=_REASONING,
    citationsContent=Record(
        {"content": Items(union(text=_TEXT)), "citations": Items(_CITATION)},
    ),
    searchResult=_SEARCH_RESULT,
    toolAddition=Record({"tool": _TOOL_REFERENCE}, ("tool",)),
    toolRemoval=Record({"tool": _TOOL_REFERENCE}, ("tool",)),
)
_MESSAGE = Record(
    {"role": Choice(("user", "assistant", "system")), "content": Items(_CONTENT)},
    ("role", "content"),
)
_TOOL = union(
    toolSpec=Record(
        {
            "name": _TOOL_NAME,
            "description": _FILLED,
            "inputSchema": union(json=Anything()),
            "strict": Flag(),
        },
        ("name", "inputSchema"),
    ),
    systemTool=Record({"name": _TOOL_NAME}, ("name",)),
    cachePoint=_CACHE_POINT,
)
_TOOL_CONFIG = Record(
    {
        "tools": Items(_TOOL, least=1),
        "toolChoice": union(
            auto=Record({}), any=Record({}), tool=Record({"name": _TOOL_NAME}, ("name",))
        ),
    },
    ("tools",),
)
_TEXT_FORMAT = Record(
    {
        "type": Choice(("json_schema",)),
        "structure": union(
            jsonSchema=Record({"schema": _TEXT, "name": _TEXT, "description": _TEXT}, ("schema",))
        ),
    },
    ("type", "structure"),
)
_GUARDRAIL_CONFIG: dict[str, Shape] = {
    "guardrailIdentifier": Text(0, 2048, _GUARDRAIL),
    "guardrailVersion": Text(pattern="(|([1-9][0-9]{0,7})|(DRAFT))"),
    "trace": Choice(("enabled", "disabled", "enabled_full")),
}

COUNTED = Record(
    {
        "messages": Items(_MESSAGE),
        "system": Items(union(text=_FILLED, guardContent=_GUARDED, cachePoint=_CACHE_POINT)),
        "toolConfig": _TOOL_CONFIG,
        "additionalModelRequestFields": Anything(),
    }
)
"""What CountTokens takes of a Converse request."""

CONVERSE = Record(
    COUNTED.members
    | {
        "inferenceConfig": Record(
            {
                "maxTokens": Number(least=1),
                "temperature": _FRACTION,
                "topP": _FRACTION,
                "stopSequences": Items(_FILLED, most=2500),
            }
        ),
        "guardrailConfig": Record(_GUARDRAIL_CONFIG),
        "promptVariables": Entries(union(text=_TEXT)),
        "additionalModelResponseFieldPaths": Items(Text(1, 256), most=10),
        "requestMetadata": Entries(Text(0, 256, _METADATA + "{0,256}"), 1, 16),
        "performanceConfig": Record({"latency": Choice(("standard", "optimized"))}),
        "serviceTier": Record(
            {"type": Choice(("priority", "default", "flex", "reserved"))}, ("type",)
        ),
        "outputConfig": Record({"textFormat": _TEXT_FORMAT, "effort": Text(0, 16)}),
    }
)
"""The body of Converse."""

CONVERSE_STREAM = Record(
    CONVERSE.members
    | {
        "guardrailConfig": Record(
            _GUARDRAIL_CONFIG | {"streamProcessingMode": Choice(("sync", "async"))}
        )
    }
)
"""The body of ConverseStream."""

COUNT_TOKENS = Record(
    {
        "input": union(
            invokeModel=Record({"body": Blob(most=25_000_000)}, ("body",)), converse=COUNTED
        )
    },
    ("input",),
)
"""The body of CountTokens."""
