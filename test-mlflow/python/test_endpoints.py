"""Every row of MLflow's own table of endpoints is answered, or said to be missing."""

import re

import pytest
from conftest import better_than_mlflow
from mlflow.server.handlers import get_endpoints

ROWS = sorted({(method, path) for path, _, methods in get_endpoints() for method in methods if path.startswith(("/api/", "/ajax-api/"))})
# Of these parts there is nothing here; what MLflow itself answers with 501 is among them.
MISSING = re.compile(
    r"/(gateway|review-queues|scorers|webhooks|prompt-optimization|label-schemas|issues|unified-traces"
    r"|get-online-trace-details|jobs|demo|genai|scorer)"
)


@better_than_mlflow
@pytest.mark.parametrize(("method", "path"), ROWS)
def test_an_endpoint_is_there_or_says_that_it_is_not(rest, method, path):
    answer = rest(method, re.sub(r"<[^>]*>", "1", path), {} if method != "GET" else None)
    assert answer.headers["Content-Type"].startswith("application/json") or answer.status_code == 200, answer.text
    code = answer.json().get("error_code") if "json" in answer.headers["Content-Type"] else None
    assert code not in ("ENDPOINT_NOT_FOUND", "METHOD_NOT_ALLOWED", "INTERNAL_ERROR"), answer.text
    assert (code == "NOT_IMPLEMENTED") == (MISSING.search(path) is not None), answer.text
