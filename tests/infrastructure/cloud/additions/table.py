"""Every addition. A gap of moto's that is not in this table fails the tests."""

from tests.infrastructure.cloud.additions import (
    autoscaling,
    budgets,
    composite_alarms,
    cost_tags,
    grace_period,
    guardrails,
    queries,
    resource_servers,
    serverless_cache,
)

ADDITIONS = (
    autoscaling.ADDITION,
    queries.ADDITION,
    resource_servers.ADDITION,
    grace_period.ADDITION,
    guardrails.ADDITION,
    serverless_cache.ADDITION,
    budgets.ADDITION,
    cost_tags.ADDITION,
    composite_alarms.ADDITION,
)
