"""Runs: what is logged to them, how they are found and ordered."""

import math
import time

import mlflow
import pytest
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException

from conftest import better_than_mlflow


def test_a_run_keeps_what_was_logged_to_it(client, experiment):
    with mlflow.start_run(run_name="training", tags={"team": "a"}, description="first try") as run:
        mlflow.log_param("lr", 0.1)
        mlflow.log_params({"depth": 3, "name": "x" * 400})
        mlflow.log_metric("loss", 0.5, step=1)
        mlflow.log_metrics({"loss": 0.25, "acc": 0.9}, step=2)
        mlflow.set_tag("done", True)
        mlflow.set_tags({"a.b-c/d e": "v", "unicode": "ü会"})
    kept = client.get_run(run.info.run_id)
    assert kept.data.params == {"lr": "0.1", "depth": "3", "name": "x" * 400}
    assert kept.data.metrics == {"loss": 0.25, "acc": 0.9}
    assert kept.data.tags["team"] == "a"
    assert kept.data.tags["done"] == "True"
    assert kept.data.tags["a.b-c/d e"] == "v"
    assert kept.data.tags["unicode"] == "ü会"
    assert kept.data.tags["mlflow.runName"] == kept.info.run_name == "training"
    assert kept.data.tags["mlflow.note.content"] == "first try"
    assert kept.info.status == "FINISHED"
    assert kept.info.lifecycle_stage == "active"
    assert kept.info.experiment_id == experiment
    assert kept.info.end_time >= kept.info.start_time > 1_700_000_000_000
    assert kept.info.artifact_uri.endswith(f"/{run.info.run_id}/artifacts")
    assert kept.info.user_id


def test_nested_runs_know_their_parent(client, experiment):
    with mlflow.start_run(run_name="parent") as parent:
        with mlflow.start_run(run_name="child", nested=True) as child:
            with mlflow.start_run(run_name="grandchild", nested=True) as grandchild:
                mlflow.log_metric("m", 1)
    assert client.get_run(child.info.run_id).data.tags["mlflow.parentRunId"] == parent.info.run_id
    assert client.get_parent_run(grandchild.info.run_id).info.run_id == child.info.run_id
    children = client.search_runs([experiment], f"tags.mlflow.parentRunId = '{parent.info.run_id}'")
    assert [run.info.run_name for run in children] == ["child"]
    assert {run.info.status for run in client.search_runs([experiment])} == {"FINISHED"}


def test_a_nested_run_outlives_its_parent(client, experiment):
    with mlflow.start_run() as parent:
        with mlflow.start_run(nested=True) as child:
            pass
    client.delete_run(parent.info.run_id)
    assert [run.info.run_id for run in client.search_runs([experiment])] == [child.info.run_id]
    assert client.get_parent_run(child.info.run_id).info.lifecycle_stage == "deleted"
    client.log_metric(child.info.run_id, "m", 1)
    client.restore_run(parent.info.run_id)
    assert len(client.search_runs([experiment])) == 2


def test_a_run_that_raises_has_failed(client, experiment):
    with pytest.raises(RuntimeError), mlflow.start_run() as run:
        raise RuntimeError("stop")
    assert client.get_run(run.info.run_id).info.status == "FAILED"


def test_a_run_gets_a_name_of_its_own(client, experiment):
    run = client.create_run(experiment)
    assert run.info.run_name
    assert run.info.run_name == run.data.tags["mlflow.runName"]
    client.update_run(run.info.run_id, status="SCHEDULED", name="renamed")
    kept = client.get_run(run.info.run_id)
    assert (kept.info.run_name, kept.info.status) == ("renamed", "SCHEDULED")
    assert kept.data.tags["mlflow.runName"] == "renamed"
    client.set_tag(run.info.run_id, "mlflow.runName", "by tag")
    assert client.get_run(run.info.run_id).info.run_name == "by tag"


def test_a_parameter_stays_as_it_was_logged_first(client, experiment):
    run_id = client.create_run(experiment).info.run_id
    client.log_param(run_id, "p", 1)
    client.log_param(run_id, "p", 1)
    with pytest.raises(MlflowException) as changed:
        client.log_param(run_id, "p", 2)
    assert changed.value.error_code == "INVALID_PARAMETER_VALUE"
    with pytest.raises(MlflowException):
        client.log_batch(run_id, params=[Param("q", "1"), Param("p", "3")])
    assert client.get_run(run_id).data.params == {"p": "1"}


def test_the_history_of_a_metric_is_complete_and_in_order(client, experiment):
    run_id = client.create_run(experiment).info.run_id
    client.log_batch(run_id, metrics=[Metric("m", value=step * 0.5, timestamp=1_000 + step, step=step) for step in range(1_000)])
    history = client.get_metric_history(run_id, "m")
    assert [(point.step, point.value, point.timestamp) for point in history] == [(s, s * 0.5, 1_000 + s) for s in range(1_000)]
    assert client.get_run(run_id).data.metrics == {"m": 499.5}
    assert client.get_metric_history(run_id, "nothing") == []


@pytest.mark.parametrize(
    ("points", "latest"),
    [
        ([(1.0, 10, 1), (2.0, 20, 1)], 2.0),
        ([(1.0, 20, 1), (2.0, 10, 1)], 1.0),
        ([(1.0, 10, 2), (2.0, 20, 1)], 1.0),
        ([(1.0, 10, 1), (2.0, 10, 1)], 2.0),
        ([(2.0, 10, 1), (1.0, 10, 1)], 2.0),
    ],
)
def test_the_latest_value_has_the_last_step_then_time_then_size(client, experiment, points, latest):
    run_id = client.create_run(experiment).info.run_id
    for value, timestamp, step in points:
        client.log_metric(run_id, "m", value, timestamp=timestamp, step=step)
    assert client.get_run(run_id).data.metrics["m"] == latest


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan"), 1e308, -1e-308, 0.1 + 0.2, 12345678901234567])
def test_numbers_of_every_kind_are_metrics(client, experiment, value):
    run_id = client.create_run(experiment).info.run_id
    client.log_metric(run_id, "m", value)
    read = client.get_run(run_id).data.metrics["m"]
    assert (math.isnan(read) if math.isnan(value) else abs(read) > 1e308 if math.isinf(value) else read == float(value))
    (point,) = client.get_metric_history(run_id, "m")
    assert math.isnan(point.value) == math.isnan(value)


def test_steps_may_be_negative(client, experiment):
    run_id = client.create_run(experiment).info.run_id
    client.log_metric(run_id, "m", 1, step=-5)
    assert client.get_metric_history(run_id, "m")[0].step == -5


def test_tags_of_a_run_change_and_go(client, experiment):
    run_id = client.create_run(experiment, tags={"a": "1"}).info.run_id
    client.set_tag(run_id, "a", "2")
    assert client.get_run(run_id).data.tags["a"] == "2"
    client.delete_tag(run_id, "a")
    assert "a" not in client.get_run(run_id).data.tags
    with pytest.raises(MlflowException) as missing:
        client.delete_tag(run_id, "a")
    assert missing.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_deleted_runs_are_hidden_and_cannot_be_written(client, experiment):
    run_id = client.create_run(experiment).info.run_id
    client.delete_run(run_id)
    assert client.get_run(run_id).info.lifecycle_stage == "deleted"
    assert client.search_runs([experiment]) == []
    assert [run.info.run_id for run in client.search_runs([experiment], run_view_type=ViewType.DELETED_ONLY)] == [run_id]
    assert len(client.search_runs([experiment], run_view_type=ViewType.ALL)) == 1
    for write in (lambda: client.log_metric(run_id, "m", 1), lambda: client.log_param(run_id, "p", 1), lambda: client.set_tag(run_id, "t", 1)):
        with pytest.raises(MlflowException) as refused:
            write()
        assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    client.restore_run(run_id)
    client.log_metric(run_id, "m", 1)
    assert client.get_run(run_id).info.lifecycle_stage == "active"


@pytest.fixture(scope="module")
def assortment(unique):
    """Runs a to d, started in this order, that differ in all that a filter may ask for."""
    client = mlflow.MlflowClient()
    experiment = client.create_experiment(unique("runs"))
    for index, (name, params, metrics, tags, status) in enumerate(
        [
            ("a", {"opt": "adam", "n": "1"}, {"acc": 0.9, "loss": 1.0}, {"env": "live"}, "FINISHED"),
            ("b", {"opt": "SGD"}, {"acc": float("nan")}, {"env": "dev", "x.y z": "1"}, "FAILED"),
            ("c", {"n": "10"}, {"acc": 0.5, "loss": float("inf")}, {}, "FINISHED"),
            ("d", {}, {}, {"env": "Dev"}, "RUNNING"),
        ]
    ):
        run = client.create_run(experiment, start_time=1_000_000 + index, tags=tags, run_name=name)
        for key, value in params.items():
            client.log_param(run.info.run_id, key, value)
        for key, value in metrics.items():
            client.log_metric(run.info.run_id, key, value)
        if status != "RUNNING":
            client.set_terminated(run.info.run_id, status, end_time=2_000_000 + index)
    return lambda filter_string="", **options: "".join(
        run.info.run_name for run in client.search_runs([experiment], filter_string, **options)
    )


@pytest.mark.parametrize(
    ("filter_string", "expected"),
    [
        ("", "dcba"),
        ("metrics.acc > 0.5", "a"),
        ("metrics.acc >= 0.5", "ca"),
        ("metric.acc = 0.5", "c"),
        ("metrics.acc != 0.5", "ba"),
        ("metrics.acc < 1 and metrics.loss < 2", "a"),
        ("metrics.loss > 100", "c"),
        ("params.opt = 'adam'", "a"),
        ("param.opt = \"adam\"", "a"),
        ("parameters.opt != 'adam'", "b"),
        ("params.opt LIKE '%d%'", "a"),
        ("params.opt ILIKE 'sg_'", "b"),
        ("params.opt LIKE 'sg_'", ""),
        ("params.n = '1'", "a"),
        ("tags.env = 'dev'", "b"),
        ("tag.env != 'live'", "db"),
        ("tags.env ILIKE 'dev'", "db"),
        ("tags.`x.y z` = '1'", "b"),
        ("tags.\"x.y z\" = '1'", "b"),
        ("tags.env IS NULL", "c"),
        ("tags.env IS NOT NULL", "dba"),
        ("params.opt IS NULL", "dc"),
        ("attributes.status = 'FINISHED'", "ca"),
        ("status != 'FINISHED'", "db"),
        ("attr.status LIKE 'F%'", "cba"),
        ("run_name = 'a'", "a"),
        ("attributes.run_name LIKE '%'", "dcba"),
        ("`run name` = 'b'", "b"),
        ("start_time > 1000001", "dc"),
        ("attributes.start_time <= 1000000", "a"),
        ("end_time >= 2000001", "cb"),
        ("created > 0", "dcba"),
        ("metrics.acc > 0 AND params.opt = 'adam' AND tags.env = 'live' AND status = 'FINISHED'", "a"),
    ],
)
def test_runs_are_found_by(assortment, filter_string, expected):
    assert assortment(filter_string) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (["metrics.acc"], "cabd"),
        (["metrics.acc DESC"], "acbd"),
        (["metrics.loss ASC"], "acdb"),
        (["metrics.loss DESC"], "cadb"),
        (["params.opt"], "badc"),
        (["params.n DESC"], "cadb"),
        (["tags.env"], "dbac"),
        (["start_time"], "abcd"),
        (["attributes.start_time DESC"], "dcba"),
        (["status", "start_time"], "bacd"),
        (["run_name DESC"], "dcba"),
        (["attributes.end_time DESC"], "cbad"),
    ],
)
def test_runs_are_ordered_by(assortment, order, expected):
    assert assortment(order_by=order) == expected


def test_runs_are_found_by_several_ids(client, experiment):
    ids = [client.create_run(experiment, run_name=name).info.run_id for name in "xyz"]
    listed = ", ".join(f"'{run_id}'" for run_id in ids[:2])
    assert {run.info.run_name for run in client.search_runs([experiment], f"run_id IN ({listed})")} == {"x", "y"}
    assert {run.info.run_name for run in client.search_runs([experiment], f"attributes.run_id NOT IN ({listed})")} == {"z"}
    assert {run.info.run_name for run in client.search_runs([experiment], f"run_id = '{ids[0]}'")} == {"x"}


def test_pages_of_runs_follow_one_another(client, experiment):
    for number in range(5):
        client.create_run(experiment, start_time=1_000 + number, run_name=str(number))
    seen, token = "", None
    for expected in [2, 2, 1]:
        page = client.search_runs([experiment], max_results=2, page_token=token)
        assert len(page) == expected
        seen += "".join(run.info.run_name for run in page)
        token = page.token
    assert seen == "43210"
    assert not token


@better_than_mlflow
def test_pages_neither_repeat_nor_miss_runs_while_others_are_added(client, experiment):
    for number in range(5):
        client.create_run(experiment, start_time=1_000 + number, run_name=str(number))
    page = client.search_runs([experiment], max_results=2)
    seen = [run.info.run_name for run in page]
    while page.token:
        client.create_run(experiment, run_name="late")
        page = client.search_runs([experiment], max_results=2, page_token=page.token)
        seen += [run.info.run_name for run in page]
    assert seen == list("43210")


def test_runs_of_several_experiments_are_found_together(client, unique):
    ids = [client.create_experiment(unique("several")) for _ in range(2)]
    for experiment_id in ids:
        client.create_run(experiment_id, run_name=experiment_id)
    assert {run.info.run_name for run in client.search_runs(ids)} == set(ids)
    assert client.search_runs([]) == []


def test_runs_come_as_a_table(experiment):
    with mlflow.start_run(run_name="r"):
        mlflow.log_param("p", 1)
        mlflow.log_metric("m", 2)
    frame = mlflow.search_runs([experiment])
    assert frame.loc[0, "params.p"] == "1"
    assert frame.loc[0, "metrics.m"] == 2.0
    assert frame.loc[0, "tags.mlflow.runName"] == "r"
    assert frame.loc[0, "status"] == "FINISHED"


def test_inputs_are_logged_with_their_context(client, experiment, rest):
    import pandas

    dataset = mlflow.data.from_pandas(pandas.DataFrame({"x": [1, 2]}), name="train-set", targets=None)
    with mlflow.start_run() as run:
        mlflow.log_input(dataset, context="training", tags={"v": "1"})
    (logged,) = client.get_run(run.info.run_id).inputs.dataset_inputs
    assert (logged.dataset.name, logged.dataset.digest) == ("train-set", dataset.digest)
    assert logged.dataset.source_type
    assert {(tag.key, tag.value) for tag in logged.tags} == {("mlflow.data.context", "training"), ("v", "1")}
    assert len(client.search_runs([experiment], "dataset.name = 'train-set' AND dataset.context = 'training'")) == 1
    assert client.search_runs([experiment], "dataset.name = 'other'") == []
    assert len(client.search_runs([experiment], f"datasets.digest = '{dataset.digest}'")) == 1
    found = rest("POST", "experiments/search-datasets", {"experiment_ids": [experiment]}, prefix="ajax-api").json()
    summary = {"experiment_id": experiment, "name": "train-set", "digest": dataset.digest, "context": "training"}
    assert found == {"dataset_summaries": [summary]}


@pytest.mark.parametrize(
    ("batch", "text"),
    [
        ({"metrics": [{"key": f"m{n}", "value": 1, "timestamp": 1, "step": 0} for n in range(1_001)]}, "1000"),
        ({"params": [{"key": f"p{n}", "value": "v"} for n in range(101)]}, "100"),
        ({"tags": [{"key": f"t{n}", "value": "v"} for n in range(101)]}, "100"),
        ({"params": [{"key": "k" * 251, "value": "v"}]}, ""),
        pytest.param({"metrics": [{"key": "m", "value": "abc", "timestamp": 1, "step": 0}]}, "", marks=better_than_mlflow),
        ({"metrics": [{"value": 1, "timestamp": 1, "step": 0}]}, ""),
        ({"metrics": {}}, "Invalid value {} for parameter 'metrics' supplied:  Hint: Value was of type 'dict'."),
        ({"params": [{"key": "../a", "value": "v"}]}, ""),
        ({"tags": [{"key": "bad|key", "value": "v"}]}, ""),
        ({"params": [{"key": "same", "value": "1"}, {"key": "same", "value": "2"}]}, ""),
    ],
)
def test_a_batch_that_asks_too_much_is_refused_as_a_whole(client, refused, experiment, batch, text):
    run_id = client.create_run(experiment).info.run_id
    refused(400, "INVALID_PARAMETER_VALUE", text, "POST", "runs/log-batch", {"run_id": run_id, **batch})
    data = client.get_run(run_id).data
    assert (data.params, data.metrics) == ({}, {})


@better_than_mlflow
def test_ilike_knows_capitals_of_all_scripts(client, experiment):
    run_id = client.create_run(experiment).info.run_id
    client.log_param(run_id, "city", "Łódź")
    assert len(client.search_runs([experiment], "params.city ILIKE 'łÓD%'")) == 1
    assert client.search_runs([experiment], "params.city LIKE 'łÓD%'") == []


def test_long_values_are_cut(client, experiment):
    run_id = client.create_run(experiment).info.run_id
    client.log_batch(run_id, params=[Param("p", "x" * 6_100)], tags=[RunTag("t", "y" * 8_100)])
    data = client.get_run(run_id).data
    assert (len(data.params["p"]), len(data.tags["t"])) == (6_000, 8_000)


@pytest.mark.parametrize(
    "filter_string",
    [
        "bogus.a = 1",
        "metrics.a = 'x'",
        "params.a = 1",
        "params.a > '1'",
        "status = FINISHED",
        "attributes.bogus = 'a'",
        "metrics.a > 1 OR metrics.b > 1",
        "(metrics.a > 1)",
        "run_name IN ('a')",
        "metrics.a",
    ],
)
def test_a_filter_that_cannot_be_read_is_refused(client, experiment, filter_string):
    with pytest.raises(MlflowException) as refusal:
        client.search_runs([experiment], filter_string)
    assert refusal.value.error_code == "INVALID_PARAMETER_VALUE"


def test_what_is_wrong_with_a_request_is_said(refused, experiment):
    refused(404, "RESOURCE_DOES_NOT_EXIST", "Run with id=abc not found", "GET", "runs/get", {"run_id": "abc"})
    refused(400, "INVALID_PARAMETER_VALUE", "Missing value for required parameter 'run_id'", "GET", "runs/get", {})
    refused(404, "RESOURCE_DOES_NOT_EXIST", "No Experiment with id=999999 exists", "POST", "runs/create", {"experiment_id": "999999"})
    refused(400, "INVALID_PARAMETER_VALUE", "", "POST", "runs/search", {"experiment_ids": [experiment], "max_results": 50_001})
    refused(404, "RESOURCE_DOES_NOT_EXIST", "", "POST", "runs/log-metric", {"run_id": "abc", "key": "m", "value": 1, "timestamp": 1})
    refused(404, "RESOURCE_DOES_NOT_EXIST", "", "POST", "runs/delete", {"run_id": "abc"})
    refused(400, "INVALID_PARAMETER_VALUE", "Invalid entity type 'bogus'", "POST", "runs/search", {"experiment_ids": [experiment], "filter": "bogus.a = 'b'"})


def test_numbers_may_be_sent_as_texts(rest, experiment):
    made = rest("POST", "runs/create", {"experiment_id": experiment, "start_time": "1700000000000", "run_name": "t"}).json()
    info = made["run"]["info"]
    assert info["start_time"] == 1_700_000_000_000
    assert info["run_uuid"] == info["run_id"]
    metric = {"run_id": info["run_id"], "key": "m", "value": 1.5, "timestamp": "1700000000000", "step": "7"}
    assert rest("POST", "runs/log-metric", metric).json() == {}
    (point,) = rest("GET", "metrics/get-history", {"run_id": info["run_id"], "metric_key": "m"}).json()["metrics"]
    assert (point["value"], point["timestamp"], point["step"]) == (1.5, 1_700_000_000_000, 7)


def test_histories_come_in_pages_and_intervals(rest, client, experiment):
    run_id = client.create_run(experiment).info.run_id
    client.log_batch(run_id, metrics=[Metric("m", float(s), s, s) for s in range(10)])
    first = rest("GET", "metrics/get-history", {"run_id": run_id, "metric_key": "m", "max_results": 4}).json()
    assert [point["step"] for point in first["metrics"]] == [0, 1, 2, 3]
    second = rest("GET", "metrics/get-history", {"run_id": run_id, "metric_key": "m", "max_results": 40, "page_token": first["next_page_token"]}).json()
    assert [point["step"] for point in second["metrics"]] == [4, 5, 6, 7, 8, 9]
    assert "next_page_token" not in second or not second["next_page_token"]
    interval = rest("GET", "metrics/get-history-bulk-interval", {"run_ids": [run_id], "metric_key": "m", "start_step": 2, "end_step": 4, "max_results": 100}).json()
    assert [(point["run_id"], point["step"]) for point in interval["metrics"]] == [(run_id, s) for s in (2, 3, 4)]
    bulk = rest("GET", "metrics/get-history-bulk", {"run_id": [run_id], "metric_key": "m"}, prefix="ajax-api").json()
    assert [point["value"] for point in bulk["metrics"]] == [float(s) for s in range(10)]


@better_than_mlflow
def test_a_run_without_times_gets_those_of_its_requests(rest, experiment):
    before = int(time.time() * 1_000)
    run_id = rest("POST", "runs/create", {"experiment_id": experiment}).json()["run"]["info"]["run_id"]
    assert rest("POST", "runs/update", {"run_id": run_id, "status": "FINISHED"}).json()["run_info"]["status"] == "FINISHED"
    run = rest("GET", "runs/get", {"run_id": run_id}).json()["run"]["info"]
    assert before - 5 <= run["start_time"] <= run["end_time"] <= time.time() * 1_000 + 5


@better_than_mlflow
def test_faults_of_the_request_are_told_without_those_of_the_database(rest, refused, experiment):
    answer = rest("POST", "runs/create", data="no json", headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert "INSERT" not in answer.text
    trailing = {"experiment_ids": [experiment], "filter": "metrics.a > 1 AND"}
    refused(400, "INVALID_PARAMETER_VALUE", "", "POST", "runs/search", trailing)
    refused(404, "ENDPOINT_NOT_FOUND", "", "GET", "runs/nothing", {})
    refused(501, "NOT_IMPLEMENTED", "", "GET", "webhooks/list", {})


def test_writers_at_the_same_time_lose_nothing(client, experiment):
    from concurrent.futures import ThreadPoolExecutor

    run_id = client.create_run(experiment).info.run_id

    def write(number):
        client.log_batch(run_id, metrics=[Metric("m", float(number), number, number)], params=[Param(f"p{number}", "v")], tags=[RunTag(f"t{number}", "v")])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert [point.step for point in client.get_metric_history(run_id, "m")] == list(range(40))
    data = client.get_run(run_id).data
    assert len(data.params) == 40
    assert {f"t{n}" for n in range(40)} <= set(data.tags)
    assert data.metrics == {"m": 39.0}
