"""Users and permissions, as MLflow's clients make and ask for them, on a collector that asks everybody who they are."""

import os
from contextlib import contextmanager

import mlflow
import pytest
import requests
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from mlflow.server import get_app_client
from mlflow.tracing.client import TracingClient

pytestmark = pytest.mark.skipif("AUTH_SERVER_URL" not in os.environ, reason="there is no server with users")

SERVER = os.environ.get("AUTH_SERVER_URL", "")
ADMIN = (os.environ.get("AUTH_ADMIN_USER", ""), os.environ.get("AUTH_ADMIN_PASSWORD", ""))
PASSWORD = "a password of sixteen"


@contextmanager
def signed_in(user, password=PASSWORD):
    """Sends what follows as this user, as MLflow's own variables have it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_USERNAME", user)
        patch.setenv("MLFLOW_TRACKING_PASSWORD", password)
        yield


@pytest.fixture(autouse=True)
def on_server_with_users():
    before = mlflow.get_tracking_uri()
    mlflow.set_tracking_uri(SERVER)
    mlflow.set_registry_uri(SERVER)
    yield
    mlflow.set_tracking_uri(before)
    mlflow.set_registry_uri(before)


@pytest.fixture
def users():
    return get_app_client("basic-auth", SERVER)


@pytest.fixture
def ann_and_bob(users, unique):
    names = (unique("ann"), unique("bob"))
    with signed_in(*ADMIN):
        for name in names:
            users.create_user(name, PASSWORD)
    return names


def refused(status):
    return pytest.raises(MlflowException, match="PERMISSION_DENIED|Permission denied" if status == 403 else "RESOURCE_DOES_NOT_EXIST")


def test_who_shows_nothing_is_refused():
    assert requests.get(f"{SERVER}/api/2.0/mlflow/users/current", timeout=10).status_code == 401


def test_users_are_made_changed_and_deleted_by_administrators(users, unique):
    name = unique("eve")
    with signed_in(*ADMIN):
        made = users.create_user(name, PASSWORD)
        assert (made.username, made.is_admin) == (name, False)
        assert users.get_user(name).id == made.id
        with pytest.raises(MlflowException, match="RESOURCE_ALREADY_EXISTS"):
            users.create_user(name, PASSWORD)
        users.update_user_admin(name, True)
        assert users.get_user(name).is_admin
        users.update_user_admin(name, False)
    with signed_in(name):
        assert users.get_user(name).username == name
        with refused(403):
            users.create_user(unique("other"), PASSWORD)
        with pytest.raises(MlflowException, match="Current password"):
            users.update_user_password(name, "another password of sixteen")
        users.update_user_password(name, "another password of sixteen", current_password=PASSWORD)
    with signed_in(name, "another password of sixteen"):
        assert users.get_user(name).username == name
    with signed_in(*ADMIN):
        users.delete_user(name)
        with pytest.raises(MlflowException, match="RESOURCE_DOES_NOT_EXIST"):
            users.get_user(name)


def test_who_makes_an_experiment_says_who_may_do_what_with_it(users, ann_and_bob, unique):
    ann, bob = ann_and_bob
    client = MlflowClient(SERVER)
    with signed_in(ann):
        experiment = client.create_experiment(unique("hers"))
        run = client.create_run(experiment).info.run_id
        client.log_metric(run, "loss", 0.5)
    with signed_in(bob):
        assert client.get_run(run).data.metrics == {"loss": 0.5}
        with refused(403):
            client.log_metric(run, "loss", 0.1)
        with refused(403):
            users.grant_user_permission(bob, "experiment", experiment, "MANAGE")
    with signed_in(ann):
        users.grant_user_permission(bob, "experiment", experiment, "EDIT")
        assert users.get_user_permission(ann, "experiment", experiment).permission == "MANAGE"
    with signed_in(bob):
        found = users.get_user_permission(bob, "experiment", experiment)
        assert (found.allowed, found.permission) == (True, "EDIT")
        client.log_metric(run, "loss", 0.1)
        with refused(403):
            client.delete_experiment(experiment)
    with signed_in(ann):
        users.grant_user_permission(bob, "experiment", experiment, "DENY")
    with signed_in(bob):
        with refused(404):
            client.get_run(run)
        assert experiment not in [each.experiment_id for each in client.search_experiments()]
        assert client.search_runs([experiment]) == []
        assert TracingClient(SERVER).search_traces(experiment_ids=[experiment]) == []
    with signed_in(ann):
        users.revoke_user_permission(bob, "experiment", experiment)
    with signed_in(bob):
        assert users.get_user_permission(bob, "experiment", experiment).permission == "READ"
        assert client.get_run(run).info.run_id == run


def test_models_and_prompts_have_permissions_of_their_own(users, ann_and_bob, unique):
    ann, bob = ann_and_bob
    client = MlflowClient(SERVER)
    model, prompt = unique("model"), unique("prompt")
    with signed_in(ann):
        client.create_registered_model(model)
        mlflow.genai.register_prompt(name=prompt, template="Say {{it}}")
        users.grant_user_permission(bob, "registered_model", model, "EDIT")
        users.grant_user_permission(bob, "prompt", prompt, "DENY")
    with signed_in(bob):
        client.update_registered_model(model, "changed by bob")
        with refused(403):
            client.delete_registered_model(model)
        with refused(404):
            client.get_registered_model(prompt)
        assert prompt not in [each.name for each in mlflow.genai.search_prompts()]
    with signed_in(ann):
        client.delete_registered_model(model)


@pytest.mark.parametrize(
    ("path", "field", "answer"),
    [
        ("experiments", "experiment_id", "experiment_permission"),
        ("registered-models", "name", "registered_model_permission"),
    ],
)
def test_clients_before_3_17_use_endpoints_of_each_kind(path, field, answer, users, ann_and_bob, unique):
    ann, bob = ann_and_bob
    client = MlflowClient(SERVER)
    name = unique("old")
    with signed_in(ann):
        made = client.create_experiment(name) if field == "experiment_id" else client.create_registered_model(name).name

    def ask(method, what, **fields):
        url = f"{SERVER}/api/2.0/mlflow/{path}/permissions/{what}"
        given = {field: made, "username": bob, **fields}
        how = {"params": given} if method == "GET" else {"json": given}
        return requests.request(method, url, auth=(ann, PASSWORD), timeout=10, **how)

    assert ask("POST", "create", permission="READ").json()[answer]["permission"] == "READ"
    assert ask("POST", "create", permission="EDIT").json()["error_code"] == "RESOURCE_ALREADY_EXISTS"
    assert ask("PATCH", "update", permission="NO_PERMISSIONS").status_code == 200
    assert ask("GET", "get").json()[answer]["permission"] == "NO_PERMISSIONS"
    assert ask("DELETE", "delete").status_code == 200
    assert ask("GET", "get").json()["error_code"] == "RESOURCE_DOES_NOT_EXIST"


def test_roles_are_said_not_to_be_there(users):
    with signed_in(*ADMIN), pytest.raises(MlflowException, match="NOT_IMPLEMENTED"):
        users.list_roles("default")
