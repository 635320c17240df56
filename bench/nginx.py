"""nginx's two parts: the upstream of plain calls, and the bare proxy that is measured."""

import os
from pathlib import Path

# The answer of an OpenAI chat completion, with the headers that come with it.
_ANSWER = (
    '{"id":"chatcmpl-CX3vW0kS8mBq2JtHnR5yLzPdAeUf","object":"chat.completion",'
    '"created":1767225600,"model":"gpt-5-mini-2025-08-07","choices":[{"index":0,"message":'
    '{"role":"assistant","content":"The capital of France is Paris.","refusal":null,'
    '"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":25,'
    '"completion_tokens":8,"total_tokens":33,"prompt_tokens_details":{"cached_tokens":0,'
    '"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,'
    '"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"service_tier":"default",'
    '"system_fingerprint":"fp_1a2b3c4d5e"}'
)

# Anthropic's answer of the same length, for calls that are translated.
_MESSAGE = (
    '{"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant",'
    '"model":"claude-haiku-4-5-20251001","content":[{"type":"text","text":'
    '"The capital of France is Paris."}],"stop_reason":"end_turn","stop_sequence":null,'
    '"usage":{"input_tokens":25,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,'
    '"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},'
    '"output_tokens":8,"service_tier":"standard"}}'
)

# Connections are kept for good on both sides: what opening them costs is not the question.
_COMMON = """
{user}daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
worker_processes {workers};
worker_rlimit_nofile 16384;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    default_type application/json;
    keepalive_requests 1000000000;
    keepalive_timeout 1h;
    client_max_body_size 0;
    client_body_buffer_size 256k;
    client_body_temp_path {folder}/client;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""

# `mirror` makes nginx read the whole prompt before it answers, as a provider does; a plain
# `return` answers after the headers. The handler refuses POST, and the refusal is the answer.
_UPSTREAM = """
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location / {{
            mirror /read;
            empty_gif;
            error_page 405 =200 @answer;
        }}
        location = /v1/messages {{
            mirror /read;
            empty_gif;
            error_page 405 =200 @message;
        }}
        location = /read {{
            internal;
            return 204;
        }}
        location @answer {{
            add_header x-request-id req_5f1c2a7be94d4c0f8a63d1e0b7c9f214;
            add_header openai-processing-ms 412;
            add_header x-ratelimit-remaining-requests 9999;
            return 200 '{answer}';
        }}
        location @message {{
            add_header request-id req_011CUDbkJ6E1mUw7jHWXqsJH;
            add_header anthropic-ratelimit-requests-remaining 9999;
            return 200 '{message}';
        }}
    }}
"""

# Unbuffered, so that a chunk is passed on when it comes, as a gateway does it.
_PROXY = """
    upstream provider {{
        server 127.0.0.1:{upstream};
        keepalive 1024;
        keepalive_requests 1000000000;
        keepalive_timeout 1h;
    }}
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location / {{
            proxy_pass http://provider;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_buffering off;
            proxy_read_timeout 1h;
        }}
    }}
"""


def upstream(folder: Path, port: int, workers: int) -> list[str]:
    """Write the configuration of the static upstream; return the command that runs it."""
    return _command(folder, _UPSTREAM.format(port=port, answer=_ANSWER, message=_MESSAGE), workers)


def proxy(folder: Path, port: int, upstream_port: int) -> list[str]:
    """Write the configuration of the bare proxy; return the command that runs it."""
    return _command(folder, _PROXY.format(port=port, upstream=upstream_port), workers=1)


def _command(folder: Path, site: str, workers: int) -> list[str]:
    # Root's workers would else become an account that may not read the folder.
    user = "user root;\n" if os.geteuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(_COMMON.format(user=user, folder=folder, workers=workers, site=site))
    return ["nginx", "-p", str(folder), "-e", "stderr", "-c", str(path)]
