"""What the edge can be told: where to listen, how much to take, how to stop."""

from ipaddress import IPv4Network, IPv6Network

from pydantic import BaseModel, ConfigDict, Field

MIB = 1024 * 1024


class EdgeSettings(BaseModel):
    """The section `edge` of the configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(
        default="127.0.0.1",
        description="Address to listen on. Anything but loopback needs authentication.",
    )
    port: int = Field(
        default=8787, ge=0, le=65535, description="Port of the callers' listener; 0 picks one."
    )
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = Field(
        default=(),
        description="Networks of the load balancers in front. Only what they say in "
        "X-Forwarded-For is believed, so that a limit for each address meets the right one.",
    )
    max_calls: int = Field(
        default=2048,
        ge=1,
        description="Calls in flight at once; the next one is refused with 503 and Retry-After. "
        "At 1,000 open streams the process holds about 100 MB, so the default fits a task of "
        "512 MB.",
    )
    max_body_bytes: int = Field(
        default=50 * MIB,
        ge=1024,
        description="Largest JSON body, which is held in memory. OpenAI takes 50 MB of images in "
        "one request, Anthropic 32 MB.",
    )
    max_upload_bytes: int = Field(
        default=512 * MIB,
        ge=1024,
        description="Largest body that is streamed through without being held, such as a file. "
        "OpenAI takes files of 512 MB.",
    )
    max_header_bytes: int = Field(
        default=64 * 1024,
        ge=4096,
        description="Largest request head. Portkey's inline configs reach 16 KB.",
    )
    max_headers: int = Field(
        default=100, ge=10, description="Most header fields in one request; SDKs send about 20."
    )
    stall_timeout: float = Field(
        default=60.0,
        gt=0,
        description="Seconds that a caller may stall: say nothing in the middle of its request, or "
        "read nothing of its answer. It holds a place among the calls meanwhile.",
    )
    keep_alive_timeout: float = Field(
        default=910.0,
        gt=0,
        description="Seconds that an idle connection of a caller stays open. Above a load "
        "balancer's idle timeout of 900 s, so that the balancer is never the one surprised.",
    )
    comment_interval: float = Field(
        default=15.0,
        gt=0,
        description="Seconds of silence in an event stream before a comment is sent to keep it "
        "open; many proxies cut at 30 or 60 s.",
    )
    drain_grace: float = Field(
        default=10.0,
        ge=0,
        description="Seconds between SIGTERM, when readiness fails, and the closing of the "
        "listener: two health checks of 5 s, so that the balancer has stopped sending.",
    )
    drain_timeout: float = Field(
        default=105.0,
        ge=0,
        description="Seconds that open streams get to finish once the listener is closed. With "
        "the grace it stays below the 120 s after which Fargate kills a task.",
    )
