"""The Gemini API: models in the path, the key in a header of Google's own."""

from ai_gateway.core.body import Body
from ai_gateway.core.call import Call
from ai_gateway.providers import google_path
from ai_gateway.providers.blueprint import Blueprint
from ai_gateway.providers.catalogued import CataloguedProvider
from ai_gateway.providers.contract import Provider, Target
from ai_gateway.providers.google_embedder import GoogleEmbedder


class Google(CataloguedProvider):
    """`generativelanguage.googleapis.com`; see `CataloguedProvider`.

    Source: https://ai.google.dev/api/generate-content
    """

    def locator(self, call: Call, target: Target) -> bytes:
        """Return the path of the model's method, or the call's own where it is for none."""
        method = google_path.method(call)
        if method is None:
            return super().locator(call, target)
        return b"/models/%b:%b" % (google_path.model(call, target), method)

    def body(self, call: Call, target: Target) -> Body:
        """Return the body as it is where the model stands in the path."""
        if google_path.method(call) is None:
            return super().body(call, target)
        return call.body


def make_google(blueprint: Blueprint) -> Provider:
    """Return the Gemini API as `blueprint` describes it."""
    google = Google(blueprint.name, blueprint.entry, blueprint.said, blueprint.key())
    google.embed = GoogleEmbedder(blueprint.client)
    return google
