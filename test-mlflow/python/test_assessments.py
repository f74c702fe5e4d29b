"""Feedback and expectations about traces."""

import mlflow
import pytest
from mlflow.entities import AssessmentError, AssessmentSource, AssessmentSourceType, Expectation, Feedback
from mlflow.exceptions import MlflowException

HUMAN = AssessmentSource(source_type=AssessmentSourceType.HUMAN, source_id="ann@example.com")
JUDGE = AssessmentSource(source_type=AssessmentSourceType.LLM_JUDGE, source_id="demo-small")


@pytest.fixture
def trace_id(experiment):
    with mlflow.start_span("judged") as span:
        pass
    return span.trace_id


@pytest.mark.parametrize("value", [True, False, 0, 1, -3, 0.25, "yes", "", ["a", 1, True], {"score": 1.5, "why": "x"}])
def test_feedback_of_every_kind_of_value_comes_back(trace_id, value):
    made = mlflow.log_feedback(trace_id=trace_id, name="quality", value=value, source=HUMAN, rationale="seen", metadata={"k": "v"})
    assert made.assessment_id
    read = mlflow.get_assessment(trace_id, made.assessment_id)
    assert read.feedback.value == value
    assert type(read.feedback.value) is type(value) or value in (0, 1, -3)
    assert (read.name, read.rationale, read.metadata) == ("quality", "seen", {"k": "v"})
    assert (read.source.source_type, read.source.source_id) == ("HUMAN", "ann@example.com")
    assert read.create_time_ms == read.last_update_time_ms > 1_700_000_000_000
    (listed,) = mlflow.get_trace(trace_id).info.assessments
    assert listed.assessment_id == made.assessment_id
    assert listed.trace_id == trace_id


@pytest.mark.parametrize("value", ["Paris", 42, ["a", "b"], {"facts": ["x", {"y": 1}]}, True])
def test_an_expectation_comes_back(trace_id, value):
    made = mlflow.log_expectation(trace_id=trace_id, name="expected", value=value, source=HUMAN)
    read = mlflow.get_assessment(trace_id, made.assessment_id)
    assert isinstance(read, Expectation)
    assert read.expectation.value == value


def test_feedback_about_a_span_names_it(experiment):
    with mlflow.start_span("root") as root, mlflow.start_span("inner") as inner:
        pass
    made = mlflow.log_feedback(trace_id=root.trace_id, name="step", value=1, span_id=inner.span_id)
    assert mlflow.get_assessment(root.trace_id, made.assessment_id).span_id == inner.span_id


def test_a_judge_that_failed_says_why(trace_id):
    error = AssessmentError(error_code="RATE_LIMIT", error_message="too many", stack_trace="at judge")
    made = mlflow.log_feedback(trace_id=trace_id, name="broken", error=error, source=JUDGE)
    read = mlflow.get_assessment(trace_id, made.assessment_id)
    assert read.feedback.value is None
    assert (read.error.error_code, read.error.error_message, read.error.stack_trace) == ("RATE_LIMIT", "too many", "at judge")
    assert read.source.source_type == "LLM_JUDGE"


def test_feedback_is_updated_in_the_fields_that_are_named(trace_id):
    made = mlflow.log_feedback(trace_id=trace_id, name="quality", value="bad", source=HUMAN, rationale="first")
    changed = mlflow.update_assessment(trace_id, made.assessment_id, Feedback(name="quality", value="good", source=HUMAN, rationale="second", metadata={"a": "b"}))
    read = mlflow.get_assessment(trace_id, made.assessment_id)
    assert read.feedback.value == changed.feedback.value == "good"
    assert read.rationale == "second"
    assert read.metadata == {"a": "b"}
    assert read.source.source_id == "ann@example.com"
    assert read.last_update_time_ms >= read.create_time_ms


def test_an_expectation_is_updated(trace_id):
    made = mlflow.log_expectation(trace_id=trace_id, name="expected", value="Paris")
    mlflow.update_assessment(trace_id, made.assessment_id, Expectation(name="expected", value={"city": "Rome"}))
    assert mlflow.get_assessment(trace_id, made.assessment_id).expectation.value == {"city": "Rome"}


def test_an_expectation_does_not_become_feedback(trace_id):
    made = mlflow.log_expectation(trace_id=trace_id, name="expected", value="Paris")
    with pytest.raises(MlflowException, match="Cannot update feedback value on an Expectation assessment"):
        mlflow.update_assessment(trace_id, made.assessment_id, Feedback(name="expected", value="Rome"))


def test_feedback_that_overrides_another_leaves_that_invalid(trace_id):
    first = mlflow.log_feedback(trace_id=trace_id, name="quality", value=False, source=JUDGE)
    second = mlflow.override_feedback(trace_id=trace_id, assessment_id=first.assessment_id, value=True, source=HUMAN, rationale="no")
    assert second.overrides == first.assessment_id
    assert mlflow.get_assessment(trace_id, first.assessment_id).valid is False
    assert mlflow.get_assessment(trace_id, second.assessment_id).valid is True
    mlflow.delete_assessment(trace_id, second.assessment_id)
    assert mlflow.get_assessment(trace_id, first.assessment_id).valid is True


def test_a_deleted_assessment_is_gone(trace_id):
    made = mlflow.log_feedback(trace_id=trace_id, name="quality", value=1)
    mlflow.delete_assessment(trace_id, made.assessment_id)
    assert mlflow.get_trace(trace_id).info.assessments == []
    with pytest.raises(MlflowException, match="not found for trace"):
        mlflow.get_assessment(trace_id, made.assessment_id)


def test_an_assessment_of_an_unknown_trace_is_refused(experiment):
    with pytest.raises(MlflowException) as missing:
        mlflow.log_feedback(trace_id="tr-00000000000000000000000000000001", name="a", value=1)
    assert missing.value.error_code == "RESOURCE_DOES_NOT_EXIST"


@pytest.mark.parametrize(
    ("filter_string", "expected"),
    [
        ("feedback.score > 0.5", ["good"]),
        ("feedback.score <= 0.5", ["bad"]),
        ("feedback.verdict = 'yes'", ["good"]),
        ("feedback.verdict != 'yes'", ["bad"]),
        ("feedback.verdict LIKE '%o%'", ["bad"]),
        ("feedback.score IS NULL", ["unjudged"]),
        ("feedback.verdict IS NOT NULL", ["bad", "good"]),
        ("expectation.city = 'Paris'", ["good"]),
        ("feedback.city = 'Paris'", []),
        ("feedback.is_safe = 'true'", ["good"]),
    ],
)
def test_traces_are_found_by_what_was_said_about_them(judged, filter_string, expected):
    found = mlflow.search_traces(locations=[judged], filter_string=filter_string, return_type="list")
    assert [trace.data.spans[0].name for trace in found] == expected


@pytest.fixture(scope="module")
def judged(unique):
    experiment = mlflow.set_experiment(unique("judged")).experiment_id
    with mlflow.start_span("good") as good:
        pass
    with mlflow.start_span("bad") as bad:
        pass
    with mlflow.start_span("unjudged"):
        pass
    mlflow.log_feedback(trace_id=good.trace_id, name="score", value=0.9)
    mlflow.log_feedback(trace_id=bad.trace_id, name="score", value=0.1)
    mlflow.log_feedback(trace_id=good.trace_id, name="verdict", value="yes")
    mlflow.log_feedback(trace_id=bad.trace_id, name="verdict", value="no")
    mlflow.log_feedback(trace_id=good.trace_id, name="is_safe", value=True)
    mlflow.log_expectation(trace_id=good.trace_id, name="city", value="Paris")
    return experiment
