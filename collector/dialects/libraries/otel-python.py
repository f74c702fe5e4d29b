"""The OpenAI instrumentation of OpenTelemetry for Python: spans, and events as log records."""

import json
import os
import urllib.request
from base64 import b64decode

os.environ.setdefault("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true")

from google.protobuf.json_format import MessageToDict
from openai import OpenAI
from opentelemetry.exporter.otlp.proto.common._log_encoder import encode_logs
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

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


class JsonLogExporter:
    """Sends log records as OTLP in JSON, which Python's own exporter does not speak."""

    def export(self, batch):
        request = MessageToDict(encode_logs(batch))
        for resource in request["resourceLogs"]:
            for scope in resource["scopeLogs"]:
                for record in scope["logRecords"]:
                    for name in ("traceId", "spanId"):
                        if name in record:
                            record[name] = b64decode(record[name]).hex()
        body = json.dumps(request).encode()
        headers = {"content-type": "application/json"}
        urllib.request.urlopen(urllib.request.Request(os.environ["OTLP_URL"] + "/v1/logs", body, headers)).read()

    def shutdown(self):
        pass

    def force_flush(self, timeout_millis=0):
        return True


resource = Resource({"service.name": "dialects"})
tracers = TracerProvider(resource=resource)
tracers.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(os.environ["OTLP_URL"] + "/v1/traces")))
loggers = LoggerProvider(resource=resource)
loggers.add_log_record_processor(SimpleLogRecordProcessor(JsonLogExporter()))
OpenAIInstrumentor().instrument(tracer_provider=tracers, logger_provider=loggers)

client = OpenAI(base_url=os.environ["MODEL_URL"], api_key="none", max_retries=0)
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
tracers.shutdown()
loggers.shutdown()
