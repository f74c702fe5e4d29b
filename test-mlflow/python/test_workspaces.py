"""Workspaces, as MLflow's client makes them and works in them."""

import mlflow
import pytest
from conftest import only_here
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

# MLflow's own server has them where it is started so, and this one always.
pytestmark = only_here


@pytest.fixture
def workspace(unique):
    name = unique("team")
    mlflow.create_workspace(name, description="bots")
    yield name
    mlflow.set_workspace(None)


def test_a_workspace_is_made_described_anew_and_deleted_while_it_is_empty(workspace):
    assert workspace in [each.name for each in mlflow.list_workspaces()]
    assert mlflow.get_workspace(workspace).description == "bots"
    assert mlflow.update_workspace(workspace, description="all bots").description == "all bots"
    with pytest.raises(MlflowException, match="already exists"):
        mlflow.create_workspace(workspace)
    mlflow.delete_workspace(workspace)
    with pytest.raises(MlflowException, match="not found"):
        mlflow.get_workspace(workspace)


def test_what_has_the_same_name_in_two_workspaces_is_two_things(workspace, unique):
    client = MlflowClient()
    name = unique("experiment")
    runs = {}
    for each in ("default", workspace):
        mlflow.set_workspace(each)
        mlflow.set_experiment(name)
        with mlflow.start_run() as run:
            mlflow.log_param("team", each)
            mlflow.log_text(each, "team.txt")
            with mlflow.start_span("work") as span:
                span.set_inputs({"team": each})
        runs[each] = run.info.run_id
        client.create_registered_model(name)
    for each, other in (("default", workspace), (workspace, "default")):
        mlflow.set_workspace(each)
        experiment_id = client.get_experiment_by_name(name).experiment_id
        assert client.get_run(runs[each]).data.params == {"team": each}
        assert mlflow.artifacts.load_text(f"runs:/{runs[each]}/team.txt") == each
        [trace] = mlflow.search_traces(locations=[experiment_id], return_type="list")
        assert trace.data.spans[0].inputs == {"team": each}
        with pytest.raises(MlflowException, match="not found"):
            client.get_run(runs[other])
    mlflow.set_workspace(workspace)
    client.delete_registered_model(name)
    with pytest.raises(MlflowException, match="is not empty"):
        mlflow.delete_workspace(workspace)
    mlflow.set_workspace("default")
    assert client.get_registered_model(name).name == name
