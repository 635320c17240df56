"""The providers behind the agents, each answered by the simulator."""

import msgspec


class Upstream(msgspec.Struct, frozen=True):
    """A provider and the model that is asked for there."""

    provider: str
    model: str

    @property
    def cloud(self) -> bool:
        """Whether its model is one of Anthropic's or of Google's, which sign their thoughts."""
        return "claude" in self.model or "gemini" in self.model

    @property
    def title(self) -> str:
        """The provider, and the family of the model."""
        return f"{self.provider}, {self.model.partition('-')[0].rpartition('.')[2]}"


UPSTREAMS = (
    Upstream("openai", "gpt-5-mini"),
    Upstream("azure-openai", "gpt-5-mini"),
    Upstream("anthropic", "claude-haiku-4-5"),
    Upstream("vllm", "qwen3"),
    Upstream("bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"),
    Upstream("google", "gemini-3-pro-preview"),
    Upstream("vertex-ai", "gemini-3-pro-preview"),
    Upstream("vertex-ai", "claude-sonnet-4-5@20250929"),
)
"""Every provider, and at Vertex AI both makers of models."""
