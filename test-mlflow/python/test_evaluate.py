"""Evaluation: `mlflow.genai.evaluate` with scorers and a judge of our own, and the older `mlflow.evaluate`."""

import os

import mlflow
import openai
import pytest
import requests
from conftest import SERVER, only_here
from mlflow.entities import AssessmentSource, Feedback
from mlflow.genai.scorers import scorer

DATA = [
    {"inputs": {"question": "capital of France?"}, "expectations": {"expected_response": "Paris"}},
    {"inputs": {"question": "capital of Italy?"}, "expectations": {"expected_response": "Rome"}},
]
ANSWERS = {"capital of France?": "Paris", "capital of Italy?": "Milan"}


@scorer
def exact(outputs, expectations):
    return outputs == expectations["expected_response"]


@scorer
def length(outputs):
    return len(outputs)


@scorer
def explained(inputs, outputs):
    return Feedback(value="ok", rationale=f"{outputs} to {inputs['question']}", source=AssessmentSource("HUMAN", "ann"))


@scorer
def asked_a_model(outputs):
    """A judge on the stand-in for a model provider: it proves plumbing, not quality."""
    client = openai.OpenAI(base_url=os.environ["MODEL_SERVER_URL"], api_key="none")
    answer = client.chat.completions.create(model="demo-small", messages=[{"role": "user", "content": f"Judge: {outputs}"}])
    return Feedback(value=bool(answer.choices[0].message.content), source=AssessmentSource("LLM_JUDGE", "demo-small"))


def answer(question):
    return ANSWERS[question]


@pytest.fixture(scope="module")
def evaluated(unique):
    experiment = mlflow.set_experiment(unique("evaluation")).experiment_id
    result = mlflow.genai.evaluate(data=DATA, predict_fn=answer, scorers=[exact, length, explained, asked_a_model])
    return experiment, result


def test_scores_are_summed_up_as_metrics_of_a_run(client, evaluated):
    _, result = evaluated
    assert result.metrics["exact/mean"] == 0.5
    assert result.metrics["length/mean"] == 5.0
    metrics = client.get_run(result.run_id).data.metrics
    assert (metrics["exact/mean"], metrics["length/mean"]) == (0.5, 5.0)
    assert client.get_run(result.run_id).info.status == "FINISHED"


def test_each_question_has_a_trace_with_its_scores(evaluated):
    experiment, result = evaluated
    traces = mlflow.search_traces(run_id=result.run_id, return_type="list")
    assert len(traces) == 2
    by_question = {trace.data.spans[0].inputs["question"]: trace for trace in traces}
    assert set(by_question) == set(ANSWERS)
    values = {a.name: (a.feedback or a.expectation).value for a in by_question["capital of France?"].info.assessments}
    assert values["exact"] is True
    assert values["length"] == 5
    assert values["explained"] == "ok"
    assert values["asked_a_model"] is True
    assert values["expected_response"] == "Paris"
    found = mlflow.search_traces(locations=[experiment], filter_string="feedback.exact = 'false'", return_type="list")
    assert [trace.data.spans[0].outputs for trace in found] == ["Milan"]


def test_the_reasons_of_a_score_are_kept(evaluated):
    _, result = evaluated
    trace = mlflow.search_traces(run_id=result.run_id, return_type="list")[0]
    (explanation,) = [a for a in trace.info.assessments if a.name == "explained"]
    assert explanation.rationale.endswith(trace.data.spans[0].inputs["question"])
    assert explanation.source.source_id == "ann"


@only_here
def test_it_is_an_evaluation_like_those_of_typescript(evaluated):
    _, result = evaluated
    grid = requests.get(f"{SERVER}/api/v1/evaluations/{result.run_id}/grid").json()
    assert sorted(grid["inputs"]) == sorted(ANSWERS)
    row = grid["inputs"].index("capital of Italy?")
    assert (grid["outputs"][row], grid["expectations"][row]) == ("Milan", "Rome")
    columns = {column["name"]: column for column in grid["scores"]}
    assert set(columns) == {"exact", "length", "explained", "asked_a_model"}
    assert (columns["exact"]["values"][row], columns["exact"]["passed"][row]) == (False, False)
    assert columns["asked_a_model"]["source"] == {"kind": "judge", "id": "demo-small"}
    whole = requests.get(f"{SERVER}/api/v1/evaluations/{result.run_id}/rows/{grid['traceIds'][row]}").json()
    assert {score["name"]: score["rationale"] for score in whole["scores"]}["explained"] == "Milan to capital of Italy?"


def test_answers_that_are_there_already_are_scored(experiment):
    data = [{"inputs": {"question": "a"}, "outputs": "x", "expectations": {"expected_response": "x"}}]
    result = mlflow.genai.evaluate(data=data, scorers=[exact])
    assert result.metrics["exact/mean"] == 1.0


def test_traces_are_scored_afterwards(experiment):
    with mlflow.start_span("app") as span:
        span.set_inputs({"question": "a"})
        span.set_outputs("four")
    result = mlflow.genai.evaluate(data=mlflow.search_traces(locations=[experiment]), scorers=[length])
    assert result.metrics["length/mean"] == 4.0
    assert [a.feedback.value for a in mlflow.get_trace(span.trace_id).info.assessments if a.name == "length"] == [4]


def test_the_older_evaluation_scores_a_classifier(client, experiment):
    import pandas

    data = pandas.DataFrame({"x": [1, 2, 3, 4], "label": [0, 0, 1, 1], "guess": [0, 1, 1, 1]})
    with mlflow.start_run() as run:
        result = mlflow.models.evaluate(data=data, targets="label", predictions="guess", model_type="classifier", evaluator_config={"log_model_explainability": False})
    assert result.metrics["accuracy_score"] == 0.75
    metrics = client.get_run(run.info.run_id).data.metrics
    assert metrics["accuracy_score"] == 0.75
    assert metrics["recall_score"] == 1.0


def test_the_older_evaluation_scores_with_a_metric_of_ones_own(client, experiment):
    import pandas
    from mlflow.metrics import MetricValue, make_metric

    def same(predictions, targets):
        scores = [float(p == t) for p, t in zip(predictions, targets)]
        return MetricValue(scores=scores, aggregate_results={"mean": sum(scores) / len(scores)})

    data = pandas.DataFrame({"inputs": ["a", "b"], "target": ["x", "y"], "answer": ["x", "z"]})
    with mlflow.start_run() as run:
        result = mlflow.models.evaluate(data=data, targets="target", predictions="answer", extra_metrics=[make_metric(eval_fn=same, greater_is_better=True, name="same")])
    assert result.metrics["same/mean"] == 0.5
    assert client.get_run(run.info.run_id).data.metrics["same/mean"] == 0.5
    assert any(file.path.endswith(".json") for file in client.list_artifacts(run.info.run_id))
