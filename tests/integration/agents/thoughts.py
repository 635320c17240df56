"""The thoughts that came back to a provider, told by its own signature."""

from typing import Any

from tests.integration.agents.upstreams import Upstream


def signed_thoughts(upstream: Upstream, body: Any) -> int:
    """Count the thoughts, or at Google the steps, that a request of a cloud's gives back signed."""
    if "gemini" in upstream.model:
        parts = [part for turn in body["contents"] for part in turn["parts"]]
        signatures = [part["thoughtSignature"] for part in parts if "thoughtSignature" in part]
        # What stands in for a signature that was lost does not count.
        return sum("skip" not in signature for signature in signatures)
    blocks = [
        block
        for message in body["messages"]
        if message["role"] == "assistant"
        for block in message["content"]
    ]
    if upstream.provider == "bedrock":
        thoughts = [block["reasoningContent"] for block in blocks if "reasoningContent" in block]
        return sum("signature" in thought["reasoningText"] for thought in thoughts)
    return sum(block["type"] == "thinking" and bool(block["signature"]) for block in blocks)
