"""What the TypeScript client writes and MLflow's reads, and the other way round."""

import json
import os
import subprocess
from pathlib import Path

import mlflow
import mlflow.models
import pytest
from conftest import only_here

ROOT = Path(__file__).parents[2]
NODE = [os.environ.get("NODE", "node"), "--conditions=tracewright-source"]


@pytest.fixture
def typescript():
    """Runs code with a `client` of ours; what it gives to `tell` is what comes back."""

    def run(code):
        script = f"""
            import {{ TracewrightClient, usedPrompt }} from '@tracewright/client';
            const client = new TracewrightClient();
            const tell = (value) => console.log(JSON.stringify(value));
            {code}"""
        # Beside the command, which has the client among its dependencies.
        done = subprocess.run(
            [*NODE, "--input-type=module", "--eval", script],
            cwd=ROOT / "packages" / "cli",
            env={**os.environ, "TRACEWRIGHT_URL": os.environ["MLFLOW_TRACKING_URI"]},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout or "null")

    return run


@pytest.fixture
def name(unique):
    return unique("ts").replace("-", "_")


def test_prompts_of_typescript_are_prompts_of_python(typescript, name):
    typescript(f"""
        await client.prompts.register({{ name: '{name}', template: 'Say {{{{what}}}} to {{{{ whom }}}}.',
          commitMessage: 'first', tags: {{ lang: 'en' }}, modelConfig: {{ model_name: 'demo', temperature: 0.5 }} }});
        await client.prompts.register({{ name: '{name}', template: [{{ role: 'user', content: '{{{{q}}}}' }}],
          responseFormat: {{ type: 'object' }} }});
        await client.prompts.setAlias('{name}', 'production', 1);""")
    prompt = mlflow.genai.load_prompt(f"prompts:/{name}@production")
    assert (prompt.version, prompt.commit_message, prompt.tags["lang"]) == (1, "first", "en")
    assert prompt.variables == {"what", "whom"}
    assert prompt.format(what="hello", whom="Ann") == "Say hello to Ann."
    assert prompt.model_config == {"model_name": "demo", "temperature": 0.5}
    chat = mlflow.genai.load_prompt(name, version=2)
    assert chat.format(q="why?") == [{"role": "user", "content": "why?"}]
    assert chat.response_format == {"type": "object"}
    assert [each.name for each in mlflow.genai.search_prompts(f"name = '{name}'")] == [name]


def test_prompts_of_python_are_prompts_of_typescript(typescript, name):
    mlflow.genai.register_prompt(name, "Say {{what}}.", commit_message="first", tags={"k": "v"})
    template = [{"role": "system", "content": "Be {{how}}."}]
    mlflow.genai.register_prompt(name, template, model_config={"model_name": "demo"})
    mlflow.genai.set_prompt_alias(name, "live", 1)
    told = typescript(f"""
        const text = await client.prompts.load('prompts:/{name}@live', ['what']);
        const chat = await client.prompts.load('{name}');
        tell([text.format({{ what: 'x' }}), text.commitMessage, text.tags, chat.version,
          chat.format({{ how: 'brief' }}), chat.modelConfig]);""")
    brief = [{"role": "system", "content": "Be brief."}]
    assert told == ["Say x.", "first", {"k": "v"}, 2, brief, {"model_name": "demo"}]


def test_an_application_of_typescript_is_a_model_of_mlflow(typescript, client, name, experiment):
    run_id = client.create_run(experiment).info.run_id
    told = typescript(f"""
        await client.prompts.register({{ name: 'p_{name}', template: 'Answer {{{{q}}}}' }});
        const {{ model }} = await client.apps.log({{ name: '{name}', prompt: 'p_{name}',
          model: {{ provider: 'openai', name: 'demo-small' }}, parameters: {{ temperature: 0.5 }} }},
          {{ runId: '{run_id}', registeredModelName: '{name}' }});
        await client.models.transitionStage('{name}', 1, 'Production');
        await client.models.setAlias('{name}', 'live', 1);
        tell(model.id);""")
    for uri in (f"models:/{name}/1", f"models:/{name}/Production", f"models:/{name}@live", f"models:/{told}"):
        info = mlflow.models.get_model_info(uri)
        assert info.flavors["tracewright"]["config"] == "app.json"
        assert (info.model_id, info.run_id) == (told, run_id)
        assert info.prompts == [f"prompts:/p_{name}/1"]
    model = mlflow.get_logged_model(told)
    assert (model.name, model.params["temperature"], str(model.status)) == (name, "0.5", "READY")
    folder = mlflow.artifacts.download_artifacts(f"models:/{name}/1")
    assert json.loads((Path(folder) / "app.json").read_text())["prompt"]["template"] == "Answer {{q}}"
    version = client.get_model_version(name, "1")
    assert (version.current_stage, version.run_id, version.aliases) == ("Production", run_id, ["live"])


def test_a_model_of_python_is_refused_with_what_serves_it(typescript, name, experiment):
    class Echo(mlflow.pyfunc.PythonModel):
        def predict(self, context, model_input: list[str]) -> list[str]:
            return model_input

    mlflow.pyfunc.log_model(name="echo", python_model=Echo(), registered_model_name=name)
    text = typescript(f"tell(await client.apps.load('models:/{name}/1').catch((error) => error.message));")
    assert f"models:/{name}/1 is a model of python_function" in text
    assert f"MLFLOW_TRACKING_URI={os.environ['MLFLOW_TRACKING_URI']} mlflow models serve -m models:/{name}/1" in text


def test_runs_and_datasets_are_the_same_on_both_sides(typescript, client, name, experiment):
    run_id = client.create_run(experiment).info.run_id
    typescript(f"""
        const prompt = await client.prompts.register({{ name: '{name}', template: 'x {{{{a}}}}' }});
        await client.prompts.linkToRun('{run_id}', prompt);
        const dataset = await client.datasets.create({{ name: '{name}', experimentIds: ['{experiment}'] }});
        const filled = await client.datasets.addRecords(dataset.id, [{{ inputs: {{ q: 'why' }}, expectations: {{ a: 'so' }} }}]);
        await client.datasets.logInput('{run_id}', filled, 'evaluation');""")
    run = client.get_run(run_id)
    assert json.loads(run.data.tags["mlflow.linkedPrompts"]) == [{"name": name, "version": "1"}]
    (used,) = run.inputs.dataset_inputs
    assert (used.dataset.name, used.tags[0].value) == (name, "evaluation")
    (dataset,) = mlflow.genai.datasets.search_datasets(filter_string=f"name = '{name}'")
    assert dataset.digest == used.dataset.digest
    (record,) = dataset.to_df().to_dict("records")
    assert (record["inputs"], record["expectations"]) == ({"q": "why"}, {"a": "so"})
    found = typescript(f"""
        const prompt = await client.prompts.load('{name}');
        const runs = client.runs.search({{ experimentIds: ['{experiment}'], filter: usedPrompt(prompt) }});
        tell((await runs.toArray()).map(({{ id }}) => id));""")
    assert found == [run_id]


@only_here
def test_evaluations_of_typescript_are_runs_and_traces_of_python(typescript, name):
    run_id = typescript(f"""
        const {{ evaluate }} = await import('@tracewright/evaluate');
        const right = {{ name: 'right', source: {{ kind: 'code', id: 'right' }}, direction: 'higher',
          score: ({{ outputs, expectations }}) => ({{ value: outputs === expectations.answer, rationale: 'compared' }}) }};
        const result = await evaluate({{ name: '{name}', experiment: '{name}',
          data: [{{ inputs: {{ n: 2 }}, expectations: {{ answer: 4 }} }}, {{ inputs: {{ n: 3 }}, expectations: {{ answer: 9 }} }}],
          task: ({{ n }}) => n + n, scorers: [right] }});
        tell(result.runId);""")
    runs = mlflow.search_runs(experiment_names=[name], filter_string="tags.`mlflow.runType` = 'genai_evaluate'")
    assert list(runs["run_id"]) == [run_id]
    assert runs["metrics.right/mean"][0] == 0.5
    traces = mlflow.search_traces(locations=[runs["experiment_id"][0]], run_id=run_id, return_type="list")
    said = {}
    for trace in traces:
        values = {a.name: (a.feedback or a.expectation).value for a in trace.info.assessments}
        said[trace.data.spans[0].inputs["n"]] = values
    assert said == {2: {"right": True, "answer": 4}, 3: {"right": False, "answer": 9}}
