"""Datasets for evaluation: records that grow, tags, and the experiments that use them."""

import mlflow
import pytest
from mlflow.exceptions import MlflowException
from mlflow.genai.datasets import create_dataset, delete_dataset, get_dataset, search_datasets


@pytest.fixture
def dataset(experiment, unique):
    return create_dataset(name=unique("dataset"), experiment_id=[experiment], tags={"team": "a"})


RECORDS = [
    {"inputs": {"question": "capital of France?"}, "expectations": {"answer": "Paris"}, "tags": {"n": "1"}},
    {"inputs": {"question": "capital of Italy?"}, "expectations": {"answer": "Rome"}},
]


def test_a_dataset_comes_back_with_its_records(dataset):
    dataset.merge_records(RECORDS)
    read = get_dataset(dataset_id=dataset.dataset_id)
    assert (read.name, read.tags["team"]) == (dataset.name, "a")
    frame = read.to_df().sort_values("dataset_record_id", ignore_index=True)
    assert sorted(inputs["question"] for inputs in frame["inputs"]) == ["capital of France?", "capital of Italy?"]
    assert sorted(expected["answer"] for expected in frame["expectations"]) == ["Paris", "Rome"]
    assert read.created_time == dataset.created_time > 1_700_000_000_000


def test_records_with_the_same_inputs_are_one(dataset):
    dataset.merge_records(RECORDS)
    dataset.merge_records([{"inputs": RECORDS[0]["inputs"], "expectations": {"answer": "Paris!", "more": 1}}])
    frame = get_dataset(dataset_id=dataset.dataset_id).to_df()
    assert len(frame) == 2
    (changed,) = [e for e in frame["expectations"] if "more" in e]
    assert changed == {"answer": "Paris!", "more": 1}


def test_datasets_are_found(dataset, experiment):
    found = search_datasets(experiment_ids=[experiment], filter_string=f"name = '{dataset.name}'")
    assert [each.dataset_id for each in found] == [dataset.dataset_id]
    assert list(search_datasets(experiment_ids=[experiment], filter_string="name = 'nobody'")) == []
    assert len(search_datasets(experiment_ids=[experiment], filter_string="tags.team = 'a'")) == 1


def test_tags_and_experiments_of_a_dataset_change(dataset, client, unique):
    from mlflow.genai.datasets import add_dataset_to_experiments, delete_dataset_tag, remove_dataset_from_experiments, set_dataset_tags

    other = client.create_experiment(unique("other"))
    set_dataset_tags(dataset_id=dataset.dataset_id, tags={"k": "v", "team": "b"})
    delete_dataset_tag(dataset_id=dataset.dataset_id, key="k")
    assert get_dataset(dataset_id=dataset.dataset_id).tags["team"] == "b"
    assert "k" not in get_dataset(dataset_id=dataset.dataset_id).tags
    add_dataset_to_experiments(dataset_id=dataset.dataset_id, experiment_ids=[other])
    assert other in get_dataset(dataset_id=dataset.dataset_id).experiment_ids
    remove_dataset_from_experiments(dataset_id=dataset.dataset_id, experiment_ids=[other])
    assert other not in get_dataset(dataset_id=dataset.dataset_id).experiment_ids


def test_records_of_traces_become_a_dataset(dataset, experiment):
    with mlflow.start_span("app") as span:
        span.set_inputs({"question": "why?"})
        span.set_outputs("because")
    mlflow.log_expectation(trace_id=span.trace_id, name="answer", value="because")
    dataset.merge_records(mlflow.search_traces(locations=[experiment]))
    frame = get_dataset(dataset_id=dataset.dataset_id).to_df()
    assert frame["inputs"][0] == {"question": "why?"}
    assert frame["expectations"][0] == {"answer": "because"}


def test_a_deleted_dataset_is_gone(dataset):
    delete_dataset(dataset_id=dataset.dataset_id)
    with pytest.raises(MlflowException) as gone:
        get_dataset(dataset_id=dataset.dataset_id)
    assert gone.value.error_code == "RESOURCE_DOES_NOT_EXIST"
