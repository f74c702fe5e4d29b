"""Registered models, their versions, stages and aliases."""

import mlflow
import pytest
from mlflow.exceptions import MlflowException


class Doubling(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return [value * 2 for value in model_input]


@pytest.fixture
def name(client, unique):
    """A registered model without versions."""
    return client.create_registered_model(unique("model"), tags={"team": "a"}, description="doubles").name


@pytest.fixture
def run_id(client, experiment):
    with mlflow.start_run() as run:
        mlflow.log_text("weights", "model/weights.txt")
    return run.info.run_id


def test_a_registered_model_comes_back_as_it_was_made(client, name):
    model = client.get_registered_model(name)
    assert (model.name, model.description, model.tags) == (name, "doubles", {"team": "a"})
    assert model.creation_timestamp == model.last_updated_timestamp > 1_700_000_000_000
    assert (model.latest_versions, model.aliases) == ([], {})


def test_a_name_is_taken_once(client, name):
    with pytest.raises(MlflowException) as taken:
        client.create_registered_model(name)
    assert taken.value.error_code == "RESOURCE_ALREADY_EXISTS"
    with pytest.raises(MlflowException):
        client.create_registered_model("")


def test_a_model_is_renamed_described_tagged_and_deleted(client, name, unique, run_id):
    client.create_model_version(name, f"runs:/{run_id}/model", run_id)
    renamed = unique("renamed")
    client.rename_registered_model(name, renamed)
    client.update_registered_model(renamed, description="better")
    client.set_registered_model_tag(renamed, "k", "v")
    model = client.get_registered_model(renamed)
    assert (model.description, model.tags) == ("better", {"team": "a", "k": "v"})
    assert client.get_model_version(renamed, "1").run_id == run_id
    client.delete_registered_model_tag(renamed, "k")
    client.delete_registered_model(renamed)
    with pytest.raises(MlflowException) as gone:
        client.get_registered_model(renamed)
    assert gone.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    with pytest.raises(MlflowException):
        client.get_model_version(renamed, "1")


def test_versions_count_up_and_know_where_they_come_from(client, name, run_id):
    first = client.create_model_version(name, f"runs:/{run_id}/model", run_id, tags={"k": "v"}, description="d")
    second = client.create_model_version(name, f"runs:/{run_id}/model", run_id)
    assert (str(first.version), str(second.version)) == ("1", "2")
    version = client.get_model_version(name, "1")
    assert (version.run_id, version.status, version.current_stage) == (run_id, "READY", "None")
    assert (version.tags, version.description) == ({"k": "v"}, "d")
    assert version.source.endswith("/model")
    assert client.get_model_version_download_uri(name, "1").endswith("/model")
    local = mlflow.artifacts.download_artifacts(f"models:/{name}/1")
    with open(f"{local}/weights.txt") as file:
        assert file.read() == "weights"
    client.delete_model_version(name, "2")
    assert str(client.create_model_version(name, f"runs:/{run_id}/model", run_id).version) in ("2", "3")


def test_tags_and_description_of_a_version_change(client, name, run_id):
    client.create_model_version(name, f"runs:/{run_id}/model", run_id)
    client.update_model_version(name, "1", description="new")
    client.set_model_version_tag(name, "1", "k", "v")
    assert client.get_model_version(name, "1").tags == {"k": "v"}
    assert client.get_model_version(name, "1").description == "new"
    client.delete_model_version_tag(name, "1", "k")
    assert client.get_model_version(name, "1").tags == {}


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_a_stage_is_passed_on_and_the_former_one_archived(client, name, run_id):
    for _ in range(3):
        client.create_model_version(name, f"runs:/{run_id}/model", run_id)
    client.transition_model_version_stage(name, "1", "Production")
    client.transition_model_version_stage(name, "2", "staging")
    client.transition_model_version_stage(name, "3", "Production", archive_existing_versions=True)
    assert [client.get_model_version(name, str(n)).current_stage for n in (1, 2, 3)] == ["Archived", "Staging", "Production"]
    assert {(v.current_stage, str(v.version)) for v in client.get_latest_versions(name)} == {("Archived", "1"), ("Staging", "2"), ("Production", "3")}
    assert [str(v.version) for v in client.get_latest_versions(name, ["Production"])] == ["3"]
    with pytest.raises(MlflowException) as invalid:
        client.transition_model_version_stage(name, "1", "Nowhere")
    assert invalid.value.error_code == "INVALID_PARAMETER_VALUE"


def test_aliases_point_to_one_version(client, name, run_id):
    for _ in range(2):
        client.create_model_version(name, f"runs:/{run_id}/model", run_id)
    client.set_registered_model_alias(name, "champion", "1")
    assert str(client.get_model_version_by_alias(name, "champion").version) == "1"
    client.set_registered_model_alias(name, "champion", "2")
    assert str(client.get_model_version_by_alias(name, "champion").version) == "2"
    assert client.get_model_version(name, "2").aliases == ["champion"]
    assert {alias: str(version) for alias, version in client.get_registered_model(name).aliases.items()} == {"champion": "2"}
    client.delete_registered_model_alias(name, "champion")
    with pytest.raises(MlflowException):
        client.get_model_version_by_alias(name, "champion")
    for bad in ("latest", "v1", "a b"):
        with pytest.raises(MlflowException) as invalid:
            client.set_registered_model_alias(name, bad, "1")
        assert invalid.value.error_code == "INVALID_PARAMETER_VALUE"


@pytest.fixture(scope="module")
def family(unique):
    """Searches among models that end in a, B and c; a has two versions."""
    client, prefix = mlflow.MlflowClient(), unique("family")
    experiment = mlflow.set_experiment(unique("family")).experiment_id
    run_id = client.create_run(experiment).info.run_id
    for suffix, tags in (("a", {"kind": "x"}), ("B", {"kind": "y"}), ("c", {})):
        client.create_registered_model(f"{prefix}-{suffix}", tags=tags)
    for number in (1, 2):
        client.create_model_version(f"{prefix}-a", f"s3://bucket/{number}", run_id, tags={"n": str(number)})
    return client, prefix, run_id


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("name LIKE 'PREFIX-%'", "Bac"),
        ("name = 'PREFIX-a'", "a"),
        ("name ILIKE 'prefix-b'", "B"),
        ("name LIKE 'PREFIX-%' AND tags.kind = 'x'", "a"),
        ("name LIKE 'PREFIX-%' AND tag.kind != 'x'", "B"),
    ],
)
def test_models_are_found_by(family, condition, expected):
    client, prefix, _ = family
    found = client.search_registered_models(condition.replace("PREFIX", prefix).replace("prefix-b", f"{prefix}-b"), order_by=["name ASC"])
    assert "".join(model.name[-1] for model in found) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("name = 'PREFIX-a'", {"1", "2"}),
        ("name = 'PREFIX-B'", set()),
        ("run_id = 'RUN'", {"1", "2"}),
        ("run_id IN ('RUN', 'x')", {"1", "2"}),
        ("name LIKE 'PREFIX%' AND tags.n = '2'", {"2"}),
        ("source_path = 's3://bucket/1' AND name = 'PREFIX-a'", {"1"}),
        ("version_number > 1 AND name = 'PREFIX-a'", {"2"}),
    ],
)
def test_versions_are_found_by(family, condition, expected):
    client, prefix, run_id = family
    found = client.search_model_versions(condition.replace("PREFIX", prefix).replace("RUN", run_id))
    assert {str(version.version) for version in found} == expected


def test_pages_of_models_follow_one_another(family):
    client, prefix, _ = family
    first = client.search_registered_models(f"name LIKE '{prefix}-%'", max_results=2)
    second = client.search_registered_models(f"name LIKE '{prefix}-%'", max_results=2, page_token=first.token)
    assert [model.name[-1] for model in [*first, *second]] == ["B", "a", "c"]
    assert not second.token


def test_a_logged_model_is_registered_loaded_and_used(client, experiment, unique):
    name = unique("pyfunc")
    with mlflow.start_run() as run:
        info = mlflow.pyfunc.log_model(name="model", python_model=Doubling(), registered_model_name=name)
    assert mlflow.pyfunc.load_model(info.model_uri).predict([1, 2]) == [2, 4]
    version = client.get_model_version(name, "1")
    assert version.run_id == run.info.run_id
    assert mlflow.pyfunc.load_model(f"models:/{name}/1").predict([3]) == [6]
    again = mlflow.register_model(info.model_uri, name)
    assert str(again.version) == "2"
    client.set_registered_model_alias(name, "best", "2")
    assert mlflow.pyfunc.load_model(f"models:/{name}@best").predict([4]) == [8]
    assert mlflow.pyfunc.load_model(f"models:/{name}/latest").predict([5]) == [10]


def test_a_model_is_logged_with_params_tags_and_metrics(client, experiment):
    with mlflow.start_run() as run:
        info = mlflow.pyfunc.log_model(name="scored", python_model=Doubling(), params={"depth": 3}, tags={"k": "v"}, model_type="doubling")
        mlflow.log_metric("acc", 0.9, model_id=info.model_id)
    model = mlflow.get_logged_model(info.model_id)
    assert (model.name, model.params["depth"], model.tags["k"], model.model_type) == ("scored", "3", "v", "doubling")
    assert (model.source_run_id, model.experiment_id, str(model.status)) == (run.info.run_id, experiment, "READY")
    assert {metric.key: metric.value for metric in model.metrics} == {"acc": 0.9}
    mlflow.set_logged_model_tags(info.model_id, {"k2": "v2"})
    mlflow.delete_logged_model_tag(info.model_id, "k")
    assert mlflow.get_logged_model(info.model_id).tags.get("k2") == "v2"
    found = mlflow.search_logged_models([experiment], filter_string="name = 'scored'", output_format="list")
    assert [each.model_id for each in found] == [info.model_id]
    assert mlflow.search_logged_models([experiment], filter_string="metrics.acc > 0.95", output_format="list") == []
    assert len(mlflow.search_logged_models([experiment], filter_string="params.depth = '3' AND tags.k2 = 'v2'", output_format="list")) == 1
    outputs = client.get_run(run.info.run_id).outputs.model_outputs
    assert [output.model_id for output in outputs] == [info.model_id]
    client.delete_logged_model(info.model_id)
    with pytest.raises(MlflowException):
        mlflow.get_logged_model(info.model_id)


def test_a_model_of_another_run_is_refused(client, name, run_id, refused):
    for source in ("mlflow-artifacts:/0/other/artifacts/model", "/etc/passwd", "file:///etc"):
        request = {"name": name, "source": source, "run_id": run_id}
        refused(400, "INVALID_PARAMETER_VALUE", "Invalid model version source", "POST", "model-versions/create", request)


def test_what_is_wrong_with_a_request_is_said(refused, name):
    refused(400, "INVALID_PARAMETER_VALUE", "name", "POST", "registered-models/create", {})
    refused(404, "RESOURCE_DOES_NOT_EXIST", "", "GET", "registered-models/get", {"name": "nobody"})
    refused(404, "RESOURCE_DOES_NOT_EXIST", "", "GET", "model-versions/get", {"name": name, "version": "9"})
    refused(400, "INVALID_PARAMETER_VALUE", "", "GET", "registered-models/search", {"max_results": 1_001})
    refused(400, "INVALID_PARAMETER_VALUE", "", "GET", "registered-models/search", {"filter": "bogus = 'a'"})
