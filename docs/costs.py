"""What a deployment costs a month, from unit prices and what one call uses.

`python -m docs.costs` prints the tables of the deployment guide; a test compares them.
"""

import sys
from dataclasses import dataclass

HOURS = 730
"""Hours of a month, as AWS's own calculator counts them."""

CALLS = (1_000_000, 10_000_000, 100_000_000)


@dataclass(frozen=True)
class Price:
    """US dollars for one unit in us-east-1, and the page that says so."""

    dollars: float
    unit: str
    source: str


_NETWORK = "[usage.ai, May 2026](https://www.usage.ai/blogs/aws-network-costs/)"
_VPC = (
    "[factualminds.com, 2026-06-13]"
    "(https://www.factualminds.com/blog/amazon-vpc-pricing-endpoints-peering-transit-gateway/)"
)
_ELB = (
    "[awsnegotiations.com, May 2026](https://awsnegotiations.com/elastic-load-balancer-cost.html)"
)
_FARGATE = "[vantage.sh](https://www.vantage.sh/blog/fargate-pricing)"
_COGNITO = (
    "[rhythmictech.com, May 2025]"
    "(https://www.rhythmictech.com/blog/the-aws-cognito-m2m-bill-has-come-due-what-you-need-to-know/)"
)
_TOKENS = (
    "[vantage.sh, 2025-04-27]"
    "(https://cur.vantage-api.com/aws/amazoncognito/user-pools-m2m/cupm2mtokenrequestsfull)"
)
_WAF = "[c3x.dev](https://c3x.dev/blog/aws-waf-cost-explained/)"
_KMS = "[cloudburn.io, 2026-03-14](https://cloudburn.io/blog/aws-kms-pricing)"
_LOGS = (
    "[factualminds.com, 2026-06-13]"
    "(https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/)"
)
_XRAY = "[awsnegotiations.com](https://awsnegotiations.com/x-ray-pricing-strategy.html)"
_NAT = "[riseofcloud.com](https://riseofcloud.com/?p=2794)"
_VALKEY = (
    "[usage.ai, June 2026]"
    "(https://www.usage.ai/blogs/aws/database-savings-plans/elasticache/serverless-pricing/)"
)
_UNCHECKED = "not checked: from memory of AWS's price list"

PRICES: dict[str, Price] = {
    "fargate_cpu": Price(0.03238, "vCPU and hour, ARM64", _FARGATE),
    "fargate_memory": Price(0.00356, "GB and hour, ARM64", _FARGATE),
    "balancer": Price(0.0225, "hour of a load balancer", _ELB),
    "lcu": Price(0.008, "LCU and hour; a GB is one", _ELB),
    "address": Price(0.005, "public IPv4 address and hour", _VPC),
    "nat": Price(0.045, "NAT gateway and hour", _NAT),
    "nat_gb": Price(0.045, "GB through NAT", _NAT),
    "endpoint": Price(0.01, "interface endpoint, zone and hour", _VPC),
    "traffic_gb": Price(0.09, "GB out to the internet", _UNCHECKED),
    "waf": Price(5.0, "web ACL and month", _WAF),
    "waf_rule": Price(1.0, "rule and month", _WAF),
    "waf_million": Price(0.60, "million calls inspected", _WAF),
    "key": Price(1.0, "KMS key and month", _KMS),
    "secret": Price(0.40, "secret and month", _UNCHECKED),
    "client": Price(6.0, "Cognito client and month", _COGNITO),
    "token": Price(0.00225, "token that Cognito issues", _TOKENS),
    "log_gb": Price(0.50, "GB of log taken in", _LOGS),
    "metric": Price(0.30, "custom metric and month", _UNCHECKED),
    "alarm": Price(0.10, "alarm and month", _UNCHECKED),
    "trace_million": Price(5.0, "million traces, after 100,000 free", _XRAY),
    "valkey_gb": Price(0.084, "GB and hour of Valkey, 0.1 GB at least", _VALKEY),
    "valkey_million": Price(0.0023, "million ECPU of Valkey", _VALKEY),
}

# What one call uses. A streamed chat of 1,200 tokens in and 350 out, which is the row of the
# ledger whose bytes were counted; the other sizes are assumptions.
BYTES_IN, BYTES_OUT = 5_000, 12_000
LEDGER_BYTES = 361 + 26  # CloudWatch adds 26 bytes to each line
WAF_LOG_BYTES = 1_500
TRACED = 0.1
ECPU = 10
# Callers that keep their token for its hour.
TOKENS = 10 * HOURS
# Provider, model, operation and class of status: the sets that really occur.
METRICS = 40
ENDPOINTS = 8


@dataclass(frozen=True)
class Environment:
    """One environment as its tfvars have it."""

    name: str
    cpu: float
    memory: float
    tasks: tuple[int, ...]
    nats: int
    keys: int
    production: bool


# Tasks on average: at rest, and for each of `CALLS`. At 100 million calls a month, 38 a second on
# average and 190 in a peak hour, calls of ten seconds are 1,900 open streams: four tasks of 500.
DEV = Environment("dev", 0.5, 1, (1, 1, 1, 2), nats=1, keys=3, production=False)
PROD = Environment("prod", 1, 2, (2, 2, 2, 3), nats=2, keys=4, production=True)


def monthly(environment: Environment, column: int) -> dict[str, float]:
    """Return US dollars a month by part; column 0 is at rest, then one for each of `CALLS`."""
    calls = 0 if column == 0 else CALLS[column - 1]
    millions = calls / 1e6
    tasks = environment.tasks[column]
    gb_in, gb_out = calls * BYTES_IN / 1e9, calls * BYTES_OUT / 1e9
    task = environment.cpu * cost("fargate_cpu") + environment.memory * cost("fargate_memory")
    log_bytes = LEDGER_BYTES + (WAF_LOG_BYTES if environment.production else 0)
    waf = cost("waf") + 4 * cost("waf_rule") + millions * cost("waf_million")
    store = 0.1 * HOURS * cost("valkey_gb") + millions * ECPU * cost("valkey_million")
    return {
        "tasks (Fargate)": tasks * HOURS * task,
        "load balancer": HOURS * cost("balancer") + (gb_in + gb_out) * cost("lcu"),
        "public addresses": (2 + environment.nats) * HOURS * cost("address"),
        "NAT": environment.nats * HOURS * cost("nat") + (gb_in + gb_out) * cost("nat_gb"),
        "endpoints": ENDPOINTS * 2 * HOURS * cost("endpoint"),
        "traffic out": (gb_in + gb_out) * cost("traffic_gb"),
        "WAF": waf if environment.production else 0.0,
        "keys and secrets": environment.keys * cost("key") + 4 * cost("secret"),
        "Cognito": cost("client") + (TOKENS * cost("token") if calls else 0.0),
        "logs": calls * log_bytes / 1e9 * cost("log_gb"),
        "metrics and alarms": 5 * cost("alarm") + (METRICS * cost("metric") if calls else 0.0),
        "traces": max(0.0, millions * TRACED - 0.1) * cost("trace_million"),
        "shared store": store if environment.production else 0.0,
    }


def cost(name: str) -> float:
    """Return the price of a unit in US dollars."""
    return PRICES[name].dollars


def table(environment: Environment) -> str:
    """Return the costs of an environment as a table of Markdown."""
    columns = [monthly(environment, column) for column in range(len(CALLS) + 1)]
    heads = ["at rest", *(f"{calls // 1_000_000} million calls" for calls in CALLS)]
    lines = [
        f"| {environment.name}, US dollars a month | {' | '.join(heads)} |",
        "|---|" + "---:|" * len(heads),
    ]
    for part in columns[0]:
        if any(column[part] for column in columns):
            amounts = " | ".join(f"{column[part]:,.0f}" for column in columns)
            lines.append(f"| {part} | {amounts} |")
    sums = " | ".join(f"**{sum(column.values()):,.0f}**" for column in columns)
    return "\n".join([*lines, f"| **sum** | {sums} |"])


def sources() -> str:
    """Return the unit prices and where they are from as a table of Markdown."""
    rows = [f"| {one.unit} | {one.dollars:g} | {one.source} |" for one in PRICES.values()]
    return "\n".join(["| a unit | US dollars | source |", "|---|---:|---|", *rows])


def page() -> str:
    """Return all tables."""
    return "\n\n".join([table(DEV), table(PROD), sources()])


if __name__ == "__main__":
    sys.stdout.write(page() + "\n")
