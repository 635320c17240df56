"""The frameworks, each as its users set it up: a model's name, functions as tools, a question."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import agents
import pydantic_ai
from langchain_anthropic import ChatAnthropic
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import StructuredTool
from langchain_openai import ChatOpenAI
from openai.types.shared import Reasoning
from pydantic import SecretStr
from pydantic_ai.models import Model
from pydantic_ai.models.anthropic import AnthropicModel, AnthropicModelSettings
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIChatModelSettings
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.openai import OpenAIProvider

from tests.integration.agents.task import ASKED, SYSTEM, Trip
from tests.integration.callers.sdks import PATIENCE, Sdks


class Way(NamedTuple):
    """How an agent asks: whether its answers are streamed, and whether the model is to think."""

    streamed: bool = False
    thinking: bool = False


Run = Callable[[Sdks, str, Trip, Way], Awaitable[str]]
"""Has the agent of one framework do the task with a model, in some way; returns its answer."""

_BUDGET = 1024
_MOST = 4000


async def run_openai_agents(sdks: Sdks, model: str, trip: Trip, way: Way) -> str:
    """Run openai-agents, which speaks Responses."""
    agent = agents.Agent(
        name="planner",
        instructions=SYSTEM,
        model=agents.OpenAIResponsesModel(model, sdks.openai),
        tools=[agents.function_tool(tool) for tool in trip.tools],
        model_settings=_openai_agents_settings(way),
    )
    config = agents.RunConfig(tracing_disabled=True)
    if not way.streamed:
        return (await agents.Runner.run(agent, ASKED, run_config=config)).final_output
    run = agents.Runner.run_streamed(agent, ASKED, run_config=config)
    kinds = [event.type async for event in run.stream_events()]
    assert "raw_response_event" in kinds
    return run.final_output


def _openai_agents_settings(way: Way) -> agents.ModelSettings:
    if not way.thinking:
        return agents.ModelSettings()
    return agents.ModelSettings(
        reasoning=Reasoning(effort="low", summary="auto"),
        response_include=["reasoning.encrypted_content"],
        store=False,
        max_tokens=_MOST,
    )


async def run_pydantic_ai_chat(sdks: Sdks, model: str, trip: Trip, way: Way) -> str:
    """Run pydantic-ai as a caller of chat completions."""
    provider = OpenAIProvider(openai_client=sdks.openai)
    settings = OpenAIChatModelSettings()
    if way.thinking:
        settings["openai_reasoning_effort"] = "low"
    return await _run_pydantic_ai(
        OpenAIChatModel(model, provider=provider, settings=settings), trip, way
    )


async def run_pydantic_ai_messages(sdks: Sdks, model: str, trip: Trip, way: Way) -> str:
    """Run pydantic-ai as a caller of messages."""
    provider = AnthropicProvider(anthropic_client=sdks.anthropic)
    settings = AnthropicModelSettings(max_tokens=_MOST)
    if way.thinking:
        settings["anthropic_thinking"] = {"type": "enabled", "budget_tokens": _BUDGET}
    return await _run_pydantic_ai(
        AnthropicModel(model, provider=provider, settings=settings), trip, way
    )


async def _run_pydantic_ai(model: Model[Any], trip: Trip, way: Way) -> str:
    agent = pydantic_ai.Agent(model, instructions=SYSTEM, tools=trip.tools)
    if not way.streamed:
        return (await agent.run(ASKED)).output
    async with agent.run_stream(ASKED) as run:
        pieces = [piece async for piece in run.stream_text(delta=True)]
        output = await run.get_output()
    assert "".join(pieces) == output
    return output


async def run_langchain_chat(sdks: Sdks, model: str, trip: Trip, way: Way) -> str:
    """Run LangChain as a caller of chat completions."""
    caller = ChatOpenAI(
        model=model,
        root_async_client=sdks.openai,
        async_client=sdks.openai.chat.completions,
        api_key=SecretStr("any-key"),
        stream_usage=True,
        reasoning_effort="low" if way.thinking else None,
    )
    return await _run_langchain(caller, trip, way)


async def run_langchain_messages(sdks: Sdks, model: str, trip: Trip, way: Way) -> str:
    """Run LangChain as a caller of messages."""
    caller = ChatAnthropic(
        model_name=model,
        base_url=str(sdks.anthropic.base_url),
        api_key=SecretStr("any-key"),
        timeout=PATIENCE,
        max_retries=0,
        stop=None,
        max_tokens_to_sample=_MOST,
        thinking={"type": "enabled", "budget_tokens": _BUDGET} if way.thinking else None,
    )
    # Its own client is shared by all models of an address, and never closed.
    vars(caller)["_async_client"] = sdks.anthropic
    return await _run_langchain(caller, trip, way)


async def _run_langchain(model: BaseChatModel, trip: Trip, way: Way) -> str:
    tools = {tool.__name__: StructuredTool.from_function(tool) for tool in trip.tools}
    bound = model.bind_tools(list(tools.values()))
    messages: list[BaseMessage] = [SystemMessage(SYSTEM), HumanMessage(ASKED)]
    while True:
        answer = await (_streamed(bound, messages) if way.streamed else bound.ainvoke(messages))
        messages.append(answer)
        if not answer.tool_calls:
            return answer.text
        for call in answer.tool_calls:
            result = await tools[call["name"]].ainvoke(call)
            assert isinstance(result, ToolMessage)
            messages.append(result)


async def _streamed(model: Any, messages: list[BaseMessage]) -> AIMessage:
    whole: Any = None
    async for chunk in model.astream(messages):
        whole = chunk if whole is None else whole + chunk
    return whole


RUNS: dict[str, Run] = {
    "openai-agents": run_openai_agents,
    "pydantic-ai, chat": run_pydantic_ai_chat,
    "pydantic-ai, messages": run_pydantic_ai_messages,
    "langchain, chat": run_langchain_chat,
    "langchain, messages": run_langchain_messages,
}
"""Every framework in each dialect that it speaks."""
