"""`tracewright mlflow import` from MLflow's own server."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import mlflow
import pytest
import requests
from mlflow import MlflowClient
from mlflow.entities import Metric

from conftest import SERVER

ROOT = Path(__file__).parents[2]
COMMAND = [
    os.environ.get("NODE", "node"),
    "--conditions=tracewright-source",
    str(ROOT / "packages" / "cli" / "src" / "main.ts"),
]

pytestmark = pytest.mark.skipif("ON_MLFLOW" in os.environ, reason="imports into our server")


@pytest.fixture
def other(tmp_path, tracking_uri):
    """The address of MLflow's own server, at which the client is directed until the test ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    stores = ["--backend-store-uri", f"sqlite:///{tmp_path}/mlflow.db", "--artifacts-destination", f"{tmp_path}/files"]
    command = [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen([*command, *stores], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            assert server.poll() is None, "mlflow server ended"
            try:
                if requests.get(f"{url}/health", timeout=5).ok:
                    break
            except (requests.ConnectionError, requests.Timeout):
                # It is starting, which takes long where others need the processor, too.
                time.sleep(0.2)
        mlflow.set_tracking_uri(url)
        mlflow.set_registry_uri(url)
        yield url
    finally:
        mlflow.set_tracking_uri(SERVER)
        mlflow.set_registry_uri(SERVER)
        server.terminate()
        server.wait()


def imported(url, code=0):
    done = subprocess.run(
        [*COMMAND, "mlflow", "import", url, "--url", SERVER, "--json"], capture_output=True, text=True, timeout=600
    )
    assert (done.returncode, done.stderr) == (code, "")
    return {row["kind"]: row for row in json.loads(done.stdout)}


def test_what_mlflow_has_is_brought_over_and_read_by_its_own_client(other, unique, tmp_path):
    name = unique("import").replace("-", "_")
    there = MlflowClient(other)
    experiment = mlflow.set_experiment(name)
    with mlflow.start_run(run_name="outer") as run:
        mlflow.log_params({"a": "1", "long": "x" * 500})
        there.log_batch(run.info.run_id, metrics=[Metric("loss", 1 / (at + 1), 1_000 + at, at) for at in range(2_500)])
        mlflow.log_metric("odd", float("nan"))
        mlflow.log_text("hello", "notes/a b.txt")
        mlflow.log_text("", "empty.txt")
        with mlflow.start_run(run_name="inner", nested=True) as inner:
            mlflow.set_tag("k", "ü")
    model = mlflow.pyfunc.log_model(
        name="echo",
        python_model=lambda model_input: model_input,
        pip_requirements=[],
        registered_model_name=name,
    )
    there.create_model_version(name, f"runs:/{run.info.run_id}/notes", run.info.run_id)
    there.create_model_version(name, model.model_uri, model_id=model.model_id)
    there.delete_model_version(name, "2")
    there.transition_model_version_stage(name, "3", "Production")
    there.set_registered_model_alias(name, "champion", "1")
    prompt = f"p_{name}"
    for text in ("Say {{what}}.", "Say {{what}}!"):
        mlflow.genai.register_prompt(prompt, text, commit_message=text)
    mlflow.genai.set_prompt_alias(prompt, "production", 2)

    @mlflow.trace
    def answer(question):
        return question.upper()

    answer("why")
    trace_id = mlflow.get_last_active_trace_id()
    mlflow.log_feedback(trace_id=trace_id, name="good", value=True)
    dataset = mlflow.genai.datasets.create_dataset(name=name, experiment_id=[experiment.experiment_id])
    dataset.merge_records([{"inputs": {"q": "why"}, "expectations": {"a": "so"}}])

    first = imported(other)
    assert {kind: row["added"] for kind, row in first.items()} == {
        "experiment": 2,
        "run": first["run"]["found"],
        "file": first["file"]["found"],
        "logged model": 1,
        "model": 2,
        "version": 4,
        "dataset": 1,
        "trace": 1,
    }
    second = imported(other)
    assert [row["added"] for row in second.values()] == [0] * 8
    assert [row["known"] for row in second.values()][:2] == [2, first["run"]["found"]]

    mlflow.set_tracking_uri(SERVER)
    mlflow.set_registry_uri(SERVER)
    here = MlflowClient(SERVER)
    (id,) = [each.experiment_id for each in here.search_experiments(filter_string=f"name = '{name}'")]
    (outer,) = here.search_runs([id], "attributes.run_name = 'outer'")
    assert outer.data.params == {"a": "1", "long": "x" * 500}
    history = here.get_metric_history(outer.info.run_id, "loss")
    assert [(point.value, point.timestamp, point.step) for point in history] == [
        (1 / (at + 1), 1_000 + at, at) for at in range(2_500)
    ]
    assert outer.data.metrics["odd"] != outer.data.metrics["odd"]
    assert (outer.info.status, outer.info.start_time, outer.info.end_time) == (
        "FINISHED",
        run.info.start_time,
        there.get_run(run.info.run_id).info.end_time,
    )
    (nested,) = here.search_runs([id], "attributes.run_name = 'inner'")
    assert nested.data.tags["mlflow.parentRunId"] == outer.info.run_id
    assert nested.data.tags["k"] == "ü"
    assert mlflow.artifacts.load_text(f"runs:/{outer.info.run_id}/notes/a b.txt") == "hello"
    assert mlflow.artifacts.load_text(f"runs:/{outer.info.run_id}/empty.txt") == ""
    versions = here.search_model_versions(f"name = '{name}'")
    assert sorted((int(each.version), each.current_stage) for each in versions) == [(1, "None"), (3, "Production")]
    assert here.get_model_version_by_alias(name, "champion").version in (1, "1")
    assert mlflow.pyfunc.load_model(f"models:/{name}/Production").predict(["x"]) == ["x"]
    loaded = mlflow.genai.load_prompt(f"prompts:/{prompt}@production")
    assert (loaded.template, loaded.commit_message) == ("Say {{what}}!", "Say {{what}}!")
    trace = mlflow.get_trace(trace_id)
    assert [(span.name, span.inputs, span.outputs) for span in trace.data.spans] == [("answer", {"question": "why"}, "WHY")]
    assert [(each.name, each.value) for each in trace.info.assessments] == [("good", True)]
    (records,) = [each.to_df() for each in mlflow.genai.datasets.search_datasets(filter_string=f"name = '{name}'")]
    assert records["inputs"].tolist() == [{"q": "why"}]
