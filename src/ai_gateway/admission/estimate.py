"""How many tokens go in, told from bytes."""

_REFERENCES = (b'"file_id"', b'"url"', b'"file_url"', b'"image_url": "http', b'"image_url":"http')
"""What names content that is not in the request, in the dialects of callers."""

_TOKENS_OF_REFERENCE = 20_000
"""A picture at full detail, or a document of some ten pages: what is behind a name is not known."""

_BYTES_PER_TOKEN = 4
"""English and code, by OpenAI's own rule of thumb.

https://help.openai.com/en/articles/4936856-what-are-tokens-and-how-to-count-them
"""


def most_input_tokens(body: bytes) -> int:
    """Return a number that the input will not exceed: a token has at least one byte.

    Content that is only named counts `_TOKENS_OF_REFERENCE` each. What a provider adds by itself,
    an earlier answer or the results of its own tools, nobody can tell from the request.
    """
    references = 0
    for name in _REFERENCES:
        references += body.count(name)
    return len(body) + references * _TOKENS_OF_REFERENCE


def likely_input_tokens(body: bytes) -> int:
    """Return about how many tokens the input has."""
    return -(-len(body) // _BYTES_PER_TOKEN)
