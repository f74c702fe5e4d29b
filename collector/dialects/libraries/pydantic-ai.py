"""Pydantic AI, an agent framework that follows the conventions by itself: an agent with a tool, its calls below it."""

import os

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from pydantic_ai import Agent
from pydantic_ai.models.instrumented import InstrumentationSettings
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

tracers = TracerProvider(resource=Resource({"service.name": "dialects"}))
tracers.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(os.environ["OTLP_URL"] + "/v1/traces")))
model = OpenAIChatModel(
    "demo-small", provider=OpenAIProvider(base_url=os.environ["MODEL_URL"], api_key="none")
)
Agent.instrument_all(InstrumentationSettings(tracer_provider=tracers))
guide = Agent(model, name="guide", instructions="You answer in one sentence.")
reporter = Agent(model, name="reporter")


@reporter.tool_plain
def get_weather(city: str) -> str:
    """Looks up the weather of a city"""
    return f"7 degrees in {city}"


guide.run_sync("How long is the Nile?")
reporter.run_sync("What is the weather in Oslo?")
tracers.shutdown()
