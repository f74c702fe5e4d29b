"""MLflow's own tracing, sent over OTLP: needs `mlflow-tracing`, `openai` and OpenTelemetry's OTLP exporter."""

import os

os.environ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = os.environ["OTLP_URL"] + "/v1/traces"
os.environ["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] = "http/protobuf"
os.environ["OTEL_SERVICE_NAME"] = "dialects"

import mlflow
from openai import OpenAI

MODEL = "demo-small"
MESSAGES = [
    {"role": "system", "content": "You answer in one sentence."},
    {"role": "user", "content": "How long is the Nile?"},
]
WEATHER = {
    "name": "get_weather",
    "description": "Looks up the weather of a city",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}

mlflow.openai.autolog()
client = OpenAI(base_url=os.environ["MODEL_URL"], api_key="none", max_retries=0)


@mlflow.trace(name="ask", span_type="CHAIN")
def ask(question):
    mlflow.update_current_trace(metadata={"mlflow.trace.session": "s-1", "mlflow.trace.user": "u-1"}, tags={"plan": "free"})
    client.chat.completions.create(model=MODEL, messages=MESSAGES, temperature=0.2)
    stream = client.chat.completions.create(
        model=MODEL, messages=MESSAGES, stream=True, stream_options={"include_usage": True}
    )
    for _ in stream:
        pass
    client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "What is the weather in Oslo?"}],
        tools=[{"type": "function", "function": WEATHER}],
    )
    client.embeddings.create(model="demo-embedding", input=["The Nile is a river."])
    return "done"


ask("How long is the Nile?")
mlflow.flush_trace_async_logging()
