"""What the tests share: the server under test, and names that no other test uses."""

import os
import uuid

import mlflow
import pytest
import requests
from mlflow import MlflowClient

SERVER = os.environ["MLFLOW_TRACKING_URI"]
# Traces are sent before a call returns: then a test can read what it has just written.
os.environ["MLFLOW_ENABLE_ASYNC_TRACE_LOGGING"] = "false"
os.environ["MLFLOW_ENABLE_ASYNC_LOGGING"] = "false"
os.environ["MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT"] = "false"
# A failure is to be seen at once: by default the client tries again for minutes.
os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "1"
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["DO_NOT_TRACK"] = "true"

# Marks what MLflow's own server gets wrong: see `npm run test:mlflow -- --on-mlflow`.
better_than_mlflow = pytest.mark.skipif("ON_MLFLOW" in os.environ, reason="a fault of MLflow's server")

# Marks what MLflow's server has nothing like.
only_here = pytest.mark.skipif("ON_MLFLOW" in os.environ, reason="MLflow's server does not have it")


@pytest.fixture(scope="session", autouse=True)
def tracking_uri():
    mlflow.set_tracking_uri(SERVER)
    mlflow.set_registry_uri(SERVER)


@pytest.fixture
def client():
    return MlflowClient()


@pytest.fixture(scope="session")
def unique():
    """Makes a name that nobody has yet."""
    return lambda prefix: f"{prefix}-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def experiment(unique):
    """The id of a fresh experiment, which is the active one."""
    return mlflow.set_experiment(unique("experiment")).experiment_id


@pytest.fixture
def rest():
    """Sends a request as somebody who writes it by hand: `rest("POST", "runs/create", {...})`."""

    def send(method, path, body=None, version="2.0", prefix="api", **options):
        url = path if path.startswith("/") else f"/{prefix}/{version}/mlflow/{path}"
        given = {"params": body} if method == "GET" else {"json": body}
        return requests.request(method, SERVER + url, **{**given, **options}, timeout=30)

    return send


@pytest.fixture
def refused(rest):
    """Asserts that a request is refused with this status, code and (a part of) this text."""

    def check(status, code, text, method, path, body=None, **options):
        answer = rest(method, path, body, **options)
        assert (answer.status_code, answer.json()["error_code"]) == (status, code), answer.text
        assert text in answer.json()["message"]

    return check
