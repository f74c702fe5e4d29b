"""Experiments: their names, states, tags and the search for them."""

import mlflow
import pytest
from mlflow.entities import ViewType
from mlflow.exceptions import MlflowException


def test_an_experiment_comes_back_as_it_was_made(client, unique):
    name = unique("made")
    experiment_id = client.create_experiment(name, tags={"team": "a", "note": "long " * 100})
    experiment = client.get_experiment(experiment_id)
    assert (experiment.name, experiment.experiment_id, experiment.lifecycle_stage) == (name, experiment_id, "active")
    assert experiment.tags == {"team": "a", "note": "long " * 100}
    assert experiment.creation_time == experiment.last_update_time > 1_700_000_000_000
    assert experiment.artifact_location.endswith(f"/{experiment_id}")
    assert client.get_experiment_by_name(name).experiment_id == experiment_id
    assert client.get_experiment_by_name(unique("none")) is None


def test_the_default_experiment_is_there(client):
    assert client.get_experiment("0").name == "Default"
    assert client.get_experiment_by_name("Default").experiment_id == "0"


def test_a_name_is_taken_once_also_by_a_deleted_experiment(client, unique):
    name = unique("taken")
    experiment_id = client.create_experiment(name)
    with pytest.raises(MlflowException) as taken:
        client.create_experiment(name)
    assert taken.value.error_code == "RESOURCE_ALREADY_EXISTS"
    client.delete_experiment(experiment_id)
    with pytest.raises(MlflowException):
        client.create_experiment(name)
    with pytest.raises(MlflowException, match="deleted"):
        mlflow.set_experiment(name)


def test_an_experiment_is_renamed_deleted_and_restored(client, unique):
    experiment_id = client.create_experiment(unique("before"))
    renamed = unique("after")
    client.rename_experiment(experiment_id, renamed)
    assert client.get_experiment(experiment_id).name == renamed
    client.delete_experiment(experiment_id)
    assert client.get_experiment(experiment_id).lifecycle_stage == "deleted"
    with pytest.raises(MlflowException):
        client.rename_experiment(experiment_id, unique("again"))
    with pytest.raises(MlflowException):
        client.create_run(experiment_id)
    client.restore_experiment(experiment_id)
    assert client.get_experiment(experiment_id).lifecycle_stage == "active"
    assert client.create_run(experiment_id).info.experiment_id == experiment_id


def test_runs_are_deleted_and_restored_with_their_experiment(client, unique):
    experiment_id = client.create_experiment(unique("with-runs"))
    run_id = client.create_run(experiment_id).info.run_id
    client.delete_experiment(experiment_id)
    assert client.get_run(run_id).info.lifecycle_stage == "deleted"
    client.restore_experiment(experiment_id)
    assert client.get_run(run_id).info.lifecycle_stage == "active"


def test_tags_of_an_experiment_change_and_go(client, experiment):
    client.set_experiment_tag(experiment, "stage", "one")
    client.set_experiment_tag(experiment, "stage", "two")
    assert client.get_experiment(experiment).tags == {"stage": "two"}
    client.delete_experiment_tag(experiment, "stage")
    assert client.get_experiment(experiment).tags == {}


@pytest.fixture(scope="module")
def family(unique):
    """Searches among three experiments whose names end in a, B and c, the last one deleted, by what follows AND."""
    client, prefix = mlflow.MlflowClient(), unique("family")
    client.create_experiment(f"{prefix}-a", tags={"kind": "child", "n": "1"})
    client.create_experiment(f"{prefix}-B", tags={"kind": "parent"})
    client.delete_experiment(client.create_experiment(f"{prefix}-c", tags={"kind": "child"}))

    def search(condition=None, **options):
        conditions = [f"name LIKE '{prefix}-%'", *([condition.replace("FAMILY", prefix)] if condition else [])]
        return client.search_experiments(filter_string=" AND ".join(conditions), **options)

    return search


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("name = 'FAMILY-a'", "a"),
        ("attribute.name = 'FAMILY-a'", "a"),
        ("name LIKE 'family-%'", "Ba"),
        ("name LIKE '%-b'", ""),
        ("name ILIKE '%-b'", "B"),
        ("name != 'FAMILY-a'", "B"),
        ("tags.kind = 'child'", "a"),
        ("tag.kind != 'child'", "B"),
        ("tags.`kind` LIKE 'par%'", "B"),
        ("tags.n = '1' AND tags.kind = 'child'", "a"),
        ("creation_time > 0", "Ba"),
        ("last_update_time < 1000", ""),
    ],
)
def test_experiments_are_found_by(family, condition, expected):
    assert "".join(found.name[-1] for found in family(condition, order_by=["name"])) == expected


@pytest.mark.parametrize(
    ("view", "expected"), [(ViewType.ACTIVE_ONLY, "Ba"), (ViewType.DELETED_ONLY, "c"), (ViewType.ALL, "Bac")]
)
def test_deleted_experiments_are_found_on_request(family, view, expected):
    assert "".join(found.name[-1] for found in family(view_type=view, order_by=["name"])) == expected


def test_pages_of_experiments_follow_one_another(family):
    first = family(order_by=["name DESC"], max_results=1)
    second = family(order_by=["name DESC"], max_results=1, page_token=first.token)
    assert [first[0].name[-1], second[0].name[-1]] == ["a", "B"]
    assert not second.token


@pytest.mark.parametrize(
    "filter_string",
    ["bogus = 'a'", "metrics.a > 1", "name = 5", "name > 'a'", "creation_time = 'a'", "name = 'a' OR name = 'b'", "tags.a"],
)
def test_a_filter_that_cannot_be_read_is_refused(client, filter_string):
    with pytest.raises(MlflowException) as refusal:
        client.search_experiments(filter_string=filter_string)
    assert refusal.value.error_code == "INVALID_PARAMETER_VALUE"


def test_what_is_wrong_with_a_request_is_said(refused, experiment):
    missing = "Missing value for required parameter 'name'"
    refused(400, "INVALID_PARAMETER_VALUE", missing, "POST", "experiments/create", {})
    refused(400, "INVALID_PARAMETER_VALUE", "Invalid value", "POST", "experiments/create", {"name": 5})
    refused(404, "RESOURCE_DOES_NOT_EXIST", "No Experiment with id=999999 exists", "GET", "experiments/get", {"experiment_id": "999999"})
    refused(404, "RESOURCE_DOES_NOT_EXIST", "", "GET", "experiments/get-by-name", {"experiment_name": "nobody"})
    refused(404, "RESOURCE_DOES_NOT_EXIST", "", "POST", "experiments/delete", {"experiment_id": "999999"})
    refused(400, "INVALID_PARAMETER_VALUE", "", "POST", "experiments/search", {"max_results": 50_001})
    refused(400, "INVALID_PARAMETER_VALUE", "", "POST", "experiments/create", {"name": "x" * 501})
