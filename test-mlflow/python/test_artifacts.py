"""Files of runs, through the artifact proxy."""

import mlflow
import pytest
from mlflow.exceptions import MlflowException

from conftest import better_than_mlflow


def test_files_are_uploaded_listed_and_downloaded(client, experiment, tmp_path):
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    (tmp_path / "folder" / "a.txt").write_text("a")
    (tmp_path / "folder" / "deep" / "b with space+ü.bin").write_bytes(bytes(range(256)) * 1_000)
    (tmp_path / "empty").write_text("")
    with mlflow.start_run() as run:
        mlflow.log_artifact(str(tmp_path / "empty"))
        mlflow.log_artifacts(str(tmp_path / "folder"), artifact_path="data/in")
        mlflow.log_text("hello", "notes/hello.txt")
        mlflow.log_dict({"a": [1]}, "config.json")
    run_id = run.info.run_id
    assert [(f.path, f.is_dir, f.file_size or 0) for f in client.list_artifacts(run_id)] == [
        ("config.json", False, 22),
        ("data", True, 0),
        ("empty", False, 0),
        ("notes", True, 0),
    ]
    assert [f.path for f in client.list_artifacts(run_id, "data/in")] == ["data/in/a.txt", "data/in/deep"]
    assert client.list_artifacts(run_id, "nothing") == []
    assert mlflow.artifacts.load_text(f"runs:/{run_id}/notes/hello.txt") == "hello"
    assert mlflow.artifacts.load_dict(f"runs:/{run_id}/config.json") == {"a": [1]}
    local = client.download_artifacts(run_id, "data", str(tmp_path))
    with open(f"{local}/in/deep/b with space+ü.bin", "rb") as file:
        assert file.read() == bytes(range(256)) * 1_000
    with pytest.raises((MlflowException, OSError)):
        client.download_artifacts(run_id, "nothing", str(tmp_path))


def test_a_file_is_replaced(client, experiment):
    with mlflow.start_run() as run:
        mlflow.log_text("one", "a.txt")
        mlflow.log_text("two", "a.txt")
    assert mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/a.txt") == "two"


def test_tables_and_figures_are_files(client, experiment):
    import pandas

    with mlflow.start_run() as run:
        mlflow.log_table(pandas.DataFrame({"q": ["a", "b"], "n": [1, 2]}), "table.json")
    table = mlflow.load_table("table.json", run_ids=[run.info.run_id])
    assert list(table["q"]) == ["a", "b"]


def test_large_files_arrive_whole(client, experiment, tmp_path):
    content = b"0123456789abcdef" * (1 << 20)
    (tmp_path / "large").write_bytes(content)
    with mlflow.start_run() as run:
        mlflow.log_artifact(str(tmp_path / "large"))
    assert client.list_artifacts(run.info.run_id)[0].file_size == len(content)
    (tmp_path / "back").mkdir()
    with open(client.download_artifacts(run.info.run_id, "large", str(tmp_path / "back")), "rb") as file:
        assert file.read() == content


@pytest.mark.parametrize("path", ["../secret", "a/../../b", "%2e%2e/secret", pytest.param("/etc/passwd", marks=better_than_mlflow)])
def test_no_path_leads_out_of_the_artifacts(rest, path):
    for method in ("GET", "PUT", "DELETE"):
        answer = rest(method, f"/api/2.0/mlflow-artifacts/artifacts/{path}")
        assert answer.status_code in (400, 404, 405), (method, answer.status_code)


def test_files_of_a_run_are_served_to_pages(rest, experiment):
    with mlflow.start_run() as run:
        mlflow.log_text("<script>", "page.html")
    answer = rest("GET", f"/get-artifact?run_uuid={run.info.run_id}&path=page.html")
    assert answer.text == "<script>"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@better_than_mlflow
def test_a_part_behind_the_end_is_refused_with_the_size(rest, experiment):
    with mlflow.start_run() as run:
        mlflow.log_text("0123456789", "digits.txt")
    path = f"/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run.info.run_id}/artifacts/digits.txt"
    assert rest("GET", path, headers={"Range": "bytes=3-5"}).text == "345"
    answer = rest("GET", path, headers={"Range": "bytes=10-"})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, "bytes */10")


def test_artifacts_of_an_unknown_run_are_not_found(refused):
    refused(404, "RESOURCE_DOES_NOT_EXIST", "Run with id=abc not found", "GET", "artifacts/list", {"run_id": "abc"})
