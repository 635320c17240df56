"""Where Bedrock is, in each region."""

from ai_gateway.providers.address import Address

_CHINA = "cn-"


def runtime(region: str) -> Address:
    """Return the address that answers calls to models."""
    return Address.parse(f"https://bedrock-runtime.{region}.{_domain(region)}")


def control(region: str) -> Address:
    """Return the address that knows inference profiles."""
    return Address.parse(f"https://bedrock.{region}.{_domain(region)}")


def _domain(region: str) -> str:
    return "amazonaws.com.cn" if region.startswith(_CHINA) else "amazonaws.com"
