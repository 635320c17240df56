"""Whether whoever calls may have what it asks for, once it is known what that is."""

from ai_gateway.core.call import Call
from ai_gateway.core.errors import NotPermitted
from ai_gateway.core.policy import Choice, Policy
from ai_gateway.core.principal import Principal
from ai_gateway.providers.contract import Target


def permit(call: Call, target: Target) -> None:
    """Raise `NotPermitted` where the policy of who calls forbids `target` or the operation.

    Where nobody has to say who calls, all is permitted.
    """
    principal = call.principal
    if principal is None:
        return
    policy = principal.policy
    if policy.operations is not None and call.operation not in policy.operations:
        raise _refused(principal, f"the operation {call.operation.value}", "operation")
    provider = target.provider.name
    if not permits_provider(policy, provider):
        raise _refused(principal, f"the provider {provider}", "model")
    if policy.models == Choice():
        return
    model = target.model or call.model
    if model is not None:
        # A model that goes upstream as the caller wrote it is no alias, whatever it looks like.
        alias = None if target.model is None else call.model
        if not permits_model(policy, provider, model, alias):
            raise _refused(principal, f"the model {model[:200]!r}", "model")
    elif call.body != b"" or call.path == "/v1/models":
        # A model may stand where it is not read: in a form, in the file of a batch.
        raise _refused(principal, "a call that names no model in JSON", "model")


def permits_provider(policy: Policy, provider: str) -> bool:
    """Tell whether `provider` may be called."""
    return policy.providers.allows(provider) and not policy.providers.denies(provider)


def permits_model(policy: Policy, provider: str, model: str, alias: str | None) -> bool:
    """Tell whether `model` of `provider` may be asked for, by its `alias` if it has one.

    It is allowed as `provider/model`, by its alias, or by its own name. A name of its own that
    looks like `provider/model` itself, as an aggregator's do, allows nothing: it could be meant
    for another provider. It denies all the same.
    """
    names = [f"{provider}/{model}"] + ([] if alias is None else [alias])
    if policy.models.denies(*names, model):
        return False
    return policy.models.allows(*names, *([] if "/" in model else [model]))


def _refused(principal: Principal, what: str, field: str) -> NotPermitted:
    return NotPermitted(
        f"The client {principal.client} may not use {what}. GET /v1/models lists what it may; the "
        "operator changes it in the section clients.",
        field=field,
    )
