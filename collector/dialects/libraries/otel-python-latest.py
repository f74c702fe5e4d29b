"""The same program where the newest conventions are asked for, with messages as attributes of the span."""

import os
import runpy
from pathlib import Path

os.environ["OTEL_SEMCONV_STABILITY_OPT_IN"] = "gen_ai_latest_experimental"
os.environ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "span_only"
runpy.run_path(str(Path(__file__).with_name("otel-python.py")))
