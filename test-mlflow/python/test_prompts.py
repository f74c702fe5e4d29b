"""Prompts: registered models in disguise."""

import mlflow
import pytest
from mlflow.exceptions import MlflowException


@pytest.fixture
def name(unique):
    return unique("prompt").replace("-", "_")


def test_a_prompt_is_registered_loaded_and_filled_in(name):
    made = mlflow.genai.register_prompt(name, "Say {{what}} to {{whom}}.", commit_message="first", tags={"lang": "en"})
    assert made.version == 1
    prompt = mlflow.genai.load_prompt(name, version=1)
    assert prompt.template == "Say {{what}} to {{whom}}."
    assert prompt.variables == {"what", "whom"}
    assert prompt.format(what="hello", whom="Ann") == "Say hello to Ann."
    assert (prompt.commit_message, prompt.tags["lang"]) == ("first", "en")
    second = mlflow.genai.register_prompt(name, "Say {{what}}!", commit_message="shorter")
    assert second.version == 2
    assert mlflow.genai.load_prompt(f"prompts:/{name}/2").template == "Say {{what}}!"
    assert mlflow.genai.load_prompt(f"prompts:/{name}@latest").version == 2


def test_a_prompt_may_be_a_conversation(name):
    template = [{"role": "system", "content": "Be {{how}}."}, {"role": "user", "content": "{{question}}"}]
    mlflow.genai.register_prompt(name, template, response_format={"type": "object"})
    prompt = mlflow.genai.load_prompt(name, version=1)
    assert prompt.template == template
    assert prompt.format(how="brief", question="why?")[0] == {"role": "system", "content": "Be brief."}
    assert prompt.response_format == {"type": "object"}


def test_an_alias_moves_between_versions(name):
    for text in ("one", "two"):
        mlflow.genai.register_prompt(name, text)
    mlflow.genai.set_prompt_alias(name, "production", 1)
    assert mlflow.genai.load_prompt(f"prompts:/{name}@production").template == "one"
    mlflow.genai.set_prompt_alias(name, "production", 2)
    assert mlflow.genai.load_prompt(f"prompts:/{name}@production", cache_ttl_seconds=0).template == "two"
    mlflow.genai.delete_prompt_alias(name, "production")
    with pytest.raises(MlflowException):
        mlflow.genai.load_prompt(f"prompts:/{name}@production", allow_missing=False, cache_ttl_seconds=0)


def test_prompts_are_found_and_are_no_models(client, name):
    mlflow.genai.register_prompt(name, "text", tags={"k": "v"})
    assert [prompt.name for prompt in mlflow.genai.search_prompts(f"name = '{name}'")] == [name]
    assert [model.name for model in client.search_registered_models(f"name = '{name}'")] == []


def test_tags_of_a_prompt_and_of_a_version_change(client, name):
    mlflow.genai.register_prompt(name, "text")
    client.set_prompt_tag(name, "team", "a")
    client.set_prompt_version_tag(name, "1", "tested", "yes")
    assert client.get_prompt(name).tags["team"] == "a"
    assert client.get_prompt_version(name, "1").tags["tested"] == "yes"
    client.delete_prompt_version_tag(name, "1", "tested")
    assert "tested" not in client.get_prompt_version(name, "1").tags


def test_a_prompt_is_no_model_and_a_model_no_prompt(client, name, unique):
    client.create_registered_model(name)
    with pytest.raises(MlflowException):
        mlflow.genai.register_prompt(name, "text")


def test_a_prompt_that_is_missing_is_none_on_request(name):
    assert mlflow.genai.load_prompt(name, version=1, allow_missing=True) is None
    with pytest.raises(MlflowException):
        mlflow.genai.load_prompt(name, version=1)


def test_prompts_that_a_trace_used_are_linked_to_it(name, experiment):
    mlflow.genai.register_prompt(name, "Say {{what}}.")

    @mlflow.trace
    def say():
        return mlflow.genai.load_prompt(name, version=1).format(what="x")

    say()
    trace = mlflow.get_trace(mlflow.get_last_active_trace_id())
    assert name in trace.info.tags["mlflow.linkedPrompts"]
    found = mlflow.search_traces(locations=[experiment], filter_string=f"prompt = '{name}/1'", return_type="list")
    assert [each.info.trace_id for each in found] == [trace.info.trace_id]
    assert mlflow.search_traces(locations=[experiment], filter_string=f"prompt = '{name}/2'", return_type="list") == []
