"""Hosts are judged by their names; the suite of custom hosts holds the tricks."""

from ai_gateway.providers.allowed_hosts import AllowedHosts, HostRule


def test_nothing_is_allowed_by_default():
    rule = HostRule(AllowedHosts())
    assert (rule.allows_any, rule.allows("example.com"), rule.networks) == (False, False, ())


def test_what_is_listed_is_allowed_with_its_networks():
    listed = {"hosts": ["*.Example.com", "10.0.0.*"], "networks": ["10.0.0.0/8"]}
    rule = HostRule(AllowedHosts.model_validate(listed))
    assert rule.allows_any
    assert rule.networks == ("10.0.0.0/8",)
    allowed = ["a.example.com", "10.0.0.7"]
    assert [
        host for host in [*allowed, "example.com", "a.example.com.evil"] if rule.allows(host)
    ] == (allowed)
