"""What requests to Gemini look like, field by field.

They are written here in camelCase, as Google documents them; `ai_gateway.simulator.google.checks`
reads the names of protocol buffers, in snake_case, as the same.
Source: ai.google.dev/api/generate-content, ai.google.dev/api/caching#Schema, and
cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference.
"""

from ai_gateway.simulator.shape import (
    Anything,
    Blob,
    Choice,
    Entries,
    Flag,
    Items,
    Later,
    Number,
    Record,
    Shape,
    Text,
)

_TEXT = Text()
_NUMBER = Number(whole=False)
_WHOLE = Number()
_STRUCT = Entries(Anything())
_KINDS = ("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL")
_RESOLUTIONS = tuple(
    f"MEDIA_RESOLUTION_{name}" for name in ("UNSPECIFIED", "LOW", "MEDIUM", "HIGH")
)
_CATEGORIES = tuple(
    f"HARM_CATEGORY_{name}"
    for name in (
        "HARASSMENT",
        "HATE_SPEECH",
        "SEXUALLY_EXPLICIT",
        "DANGEROUS_CONTENT",
        "CIVIC_INTEGRITY",
    )
)
_THRESHOLDS = (
    "HARM_BLOCK_THRESHOLD_UNSPECIFIED",
    "BLOCK_LOW_AND_ABOVE",
    "BLOCK_MEDIUM_AND_ABOVE",
    "BLOCK_ONLY_HIGH",
    "BLOCK_NONE",
    "OFF",
)
# Google takes these in either case.
_SCHEMA_TYPE = Choice((*_KINDS, *map(str.lower, _KINDS), "TYPE_UNSPECIFIED"))


def _schema() -> Shape:
    return SCHEMA


SCHEMA = Record(
    {
        "type": _SCHEMA_TYPE,
        "format": _TEXT,
        "title": _TEXT,
        "description": _TEXT,
        "nullable": Flag(),
        "enum": Items(_TEXT),
        "maxItems": Anything(),
        "minItems": Anything(),
        "properties": Entries(Later(_schema)),
        "required": Items(_TEXT),
        "minProperties": Anything(),
        "maxProperties": Anything(),
        "minLength": Anything(),
        "maxLength": Anything(),
        "pattern": _TEXT,
        "example": Anything(),
        "anyOf": Items(Later(_schema)),
        "propertyOrdering": Items(_TEXT),
        "default": Anything(),
        "items": Later(_schema),
        "minimum": _NUMBER,
        "maximum": _NUMBER,
    }
)
"""The subset of OpenAPI's schema that Google's own schema fields take."""

_BLOB = Record({"mimeType": _TEXT, "data": Blob(), "displayName": _TEXT}, ("mimeType", "data"))
_FILE = Record({"mimeType": _TEXT, "fileUri": _TEXT, "displayName": _TEXT}, ("fileUri",))
_PART = Record(
    {
        "text": _TEXT,
        "inlineData": _BLOB,
        "fileData": _FILE,
        "functionCall": Record({"id": _TEXT, "name": _TEXT, "args": _STRUCT}, ("name",)),
        "functionResponse": Record(
            {
                "id": _TEXT,
                "name": _TEXT,
                "response": _STRUCT,
                "parts": Items(Record({"inlineData": _BLOB, "fileData": _FILE})),
                "willContinue": Flag(),
                "scheduling": Choice(("SILENT", "WHEN_IDLE", "INTERRUPT")),
            },
            ("name", "response"),
        ),
        "executableCode": Record({"id": _TEXT, "language": _TEXT, "code": _TEXT}),
        "codeExecutionResult": Record({"id": _TEXT, "outcome": _TEXT, "output": _TEXT}),
        "thought": Flag(),
        "thoughtSignature": Blob(),
        "partMetadata": _STRUCT,
        "videoMetadata": Record({"startOffset": _TEXT, "endOffset": _TEXT, "fps": _NUMBER}),
        "mediaResolution": Record({"level": _TEXT, "numTokens": _WHOLE}),
    },
    union=(
        "text",
        "inlineData",
        "fileData",
        "functionCall",
        "functionResponse",
        "executableCode",
        "codeExecutionResult",
    ),
)
_CONTENT = Record({"role": _TEXT, "parts": Items(_PART)})
_CONTENTS = Items(_CONTENT)

_FUNCTION = Record(
    {
        "name": Text(1, 128, r"[a-zA-Z_][\w.:-]*"),
        "description": _TEXT,
        "behavior": Choice(("BLOCKING", "NON_BLOCKING")),
        "parameters": SCHEMA,
        "parametersJsonSchema": Anything(),
        "response": SCHEMA,
        "responseJsonSchema": Anything(),
    },
    ("name",),
)
_TOOL = Record(
    {
        "functionDeclarations": Items(_FUNCTION),
        "googleSearch": _STRUCT,
        "googleSearchRetrieval": _STRUCT,
        "googleMaps": _STRUCT,
        "codeExecution": _STRUCT,
        "urlContext": _STRUCT,
        "computerUse": _STRUCT,
        "fileSearch": _STRUCT,
    }
)
_TOOL_CONFIG = Record(
    {
        "functionCallingConfig": Record(
            {
                "mode": Choice(("MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED")),
                "allowedFunctionNames": Items(_TEXT),
            }
        ),
        "retrievalConfig": _STRUCT,
    }
)
_THINKING = Record(
    {
        "includeThoughts": Flag(),
        "thinkingBudget": _WHOLE,
        "thinkingLevel": Choice(
            ("THINKING_LEVEL_UNSPECIFIED", "MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH")
        ),
    }
)
_GENERATION_CONFIG = Record(
    {
        "candidateCount": Number(least=1, most=8),
        "stopSequences": Items(Text(least=1), most=5),
        "maxOutputTokens": Number(least=1),
        "temperature": Number(least=0, most=2, whole=False),
        "topP": Number(least=0, most=1, whole=False),
        "topK": Number(least=1, whole=False),
        "seed": _WHOLE,
        "presencePenalty": Number(least=-2, most=2, whole=False),
        "frequencyPenalty": Number(least=-2, most=2, whole=False),
        "responseLogprobs": Flag(),
        "logprobs": Number(least=0, most=20),
        "responseMimeType": Choice(
            ("text/plain", "application/json", "text/x.enum", "application/xml", "text/yaml")
        ),
        "responseSchema": SCHEMA,
        "responseJsonSchema": Anything(),
        "responseModalities": Items(Choice(("TEXT", "IMAGE", "AUDIO"))),
        "thinkingConfig": _THINKING,
        "speechConfig": _STRUCT,
        "imageConfig": _STRUCT,
        "mediaResolution": Choice(_RESOLUTIONS),
    }
)
_GENERATE: dict[str, Shape] = {
    "contents": _CONTENTS,
    "systemInstruction": _CONTENT,
    "tools": Items(_TOOL),
    "toolConfig": _TOOL_CONFIG,
    "safetySettings": Items(
        Record({"category": Choice(_CATEGORIES), "threshold": Choice(_THRESHOLDS)})
    ),
    "generationConfig": _GENERATION_CONFIG,
    "cachedContent": _TEXT,
}

GENERATE = Record(_GENERATE | {"model": _TEXT, "store": Flag(), "serviceTier": _TEXT})
"""The body of generateContent and streamGenerateContent on the Gemini API."""

VERTEX_GENERATE = Record(_GENERATE | {"model": _TEXT, "labels": Entries(_TEXT)})
"""The body of generateContent and streamGenerateContent on Vertex AI."""

COUNT_TOKENS = Record({"contents": _CONTENTS, "generateContentRequest": GENERATE})
"""The body of countTokens on the Gemini API."""

VERTEX_COUNT_TOKENS = Record(
    {name: _GENERATE[name] for name in ("contents", "systemInstruction", "tools")}
    | {"model": _TEXT, "generationConfig": _GENERATION_CONFIG}
)
"""The body of countTokens on Vertex AI."""

_TASKS = (
    "TASK_TYPE_UNSPECIFIED",
    "RETRIEVAL_QUERY",
    "RETRIEVAL_DOCUMENT",
    "SEMANTIC_SIMILARITY",
    "CLASSIFICATION",
    "CLUSTERING",
    "QUESTION_ANSWERING",
    "FACT_VERIFICATION",
    "CODE_RETRIEVAL_QUERY",
)
EMBED = Record(
    {
        "model": _TEXT,
        "content": _CONTENT,
        "taskType": Choice(_TASKS),
        "title": _TEXT,
        "outputDimensionality": Number(least=1),
    },
    ("content",),
)
"""The body of embedContent on the Gemini API."""

BATCH_EMBED = Record({"requests": Items(EMBED)}, ("requests",))
"""The body of batchEmbedContents on the Gemini API."""

PREDICT = Record(
    {
        "instances": Items(
            Record(
                {"content": _TEXT, "task_type": Choice(_TASKS), "title": _TEXT, "mimeType": _TEXT},
                ("content",),
            ),
            1,
            250,
        ),
        "parameters": Record({"outputDimensionality": Number(least=1), "autoTruncate": Flag()}),
    },
    ("instances",),
)
"""The body of predict on Vertex AI, for the models that embed."""
