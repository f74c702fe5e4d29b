"""Tracing: spans of `@mlflow.trace`, what is found of them, their tags and their links to runs."""

import json
import uuid

import mlflow
import pytest
from mlflow.entities import SpanStatusCode, SpanType, TraceState
from mlflow.exceptions import MlflowException

from conftest import better_than_mlflow


@pytest.fixture
def answered(experiment):
    """A traced app that was asked something once. Returns the id of its trace."""

    @mlflow.trace(span_type=SpanType.RETRIEVER)
    def retrieve(question):
        return [f"about {question}"]

    @mlflow.trace(name="generate", span_type=SpanType.LLM, attributes={"temperature": 0.5, "stop": ["a", "b"]})
    def generate(question, documents):
        mlflow.get_current_active_span().set_attribute("nested", {"a": [1, {"b": None}]})
        return {"answer": f"{question} because of {len(documents)}"}

    @mlflow.trace(span_type=SpanType.CHAIN)
    def answer(question):
        return generate(question, retrieve(question))

    answer("why?")
    return mlflow.get_last_active_trace_id()


def test_a_trace_comes_back_as_it_was_recorded(answered, experiment):
    trace = mlflow.get_trace(answered)
    assert trace.info.trace_id == answered
    assert trace.info.experiment_id == experiment
    assert trace.info.state == TraceState.OK
    assert trace.info.execution_duration >= 0
    assert trace.info.request_time > 1_700_000_000_000
    assert trace.info.tags["mlflow.traceName"] == "answer"
    assert json.loads(trace.info.request_preview) == {"question": "why?"}
    assert json.loads(trace.info.response_preview) == {"answer": "why? because of 1"}
    assert trace.info.tags["mlflow.trace.spansLocation"] == "TRACKING_STORE"

    root, *others = trace.data.spans
    assert root.name == "answer"
    assert root.parent_id is None
    assert root.inputs == {"question": "why?"}
    assert root.outputs == {"answer": "why? because of 1"}
    assert root.span_type == SpanType.CHAIN
    assert root.status.status_code == SpanStatusCode.OK
    by_name = {span.name: span for span in others}
    assert set(by_name) == {"retrieve", "generate"}
    generate = by_name["generate"]
    assert generate.parent_id == root.span_id
    assert generate.span_type == SpanType.LLM
    assert generate.inputs == {"question": "why?", "documents": ["about why?"]}
    assert generate.get_attribute("temperature") == 0.5
    assert generate.get_attribute("stop") == ["a", "b"]
    assert generate.get_attribute("nested") == {"a": [1, {"b": None}]}
    assert generate.trace_id == answered
    assert root.start_time_ns <= generate.start_time_ns <= generate.end_time_ns <= root.end_time_ns
    assert by_name["retrieve"].outputs == ["about why?"]


def test_a_failed_step_fails_its_trace_and_keeps_the_exception(experiment):
    @mlflow.trace
    def fail():
        raise ValueError("no luck")

    with pytest.raises(ValueError):
        fail()
    trace = mlflow.get_trace(mlflow.get_last_active_trace_id())
    assert trace.info.state == TraceState.ERROR
    span = trace.data.spans[0]
    assert span.status.status_code == SpanStatusCode.ERROR
    assert "no luck" in span.status.description
    (event,) = span.events
    assert event.name == "exception"
    assert event.attributes["exception.message"] == "no luck"
    assert event.attributes["exception.type"] == "ValueError"
    assert "Traceback" in event.attributes["exception.stacktrace"]


def test_traces_are_searched_newest_first_with_their_spans(experiment):
    for name in ["first", "second", "third"]:
        with mlflow.start_span(name) as span:
            span.set_inputs({"q": name})
            span.set_outputs(name.upper())
    traces = mlflow.search_traces(locations=[experiment], return_type="list")
    assert [trace.data.spans[0].name for trace in traces] == ["third", "second", "first"]
    assert [trace.data.response for trace in traces] == ['"THIRD"', '"SECOND"', '"FIRST"']
    frame = mlflow.search_traces(locations=[experiment])
    assert list(frame["trace_id"]) == [trace.info.trace_id for trace in traces]
    assert list(frame["state"]) == ["OK"] * 3
    assert frame["request"][0] == {"q": "third"}
    assert frame["response"][0] == "THIRD"
    infos = mlflow.search_traces(locations=[experiment], include_spans=False, return_type="list")
    assert [info.info.trace_id for info in infos] == [trace.info.trace_id for trace in traces]


def test_pages_of_traces_follow_one_another(client, experiment):
    for number in range(5):
        with mlflow.start_span(f"span {number}"):
            pass
    seen, token = [], None
    for expected in [2, 2, 1]:
        page = client.search_traces(locations=[experiment], max_results=2, page_token=token)
        assert len(page) == expected
        seen += [trace.info.tags["mlflow.traceName"] for trace in page]
        token = page.token
    assert seen == [f"span {number}" for number in (4, 3, 2, 1, 0)]
    assert not token


def names_found(filter_string, experiment, **options):
    found = mlflow.search_traces(
        locations=[experiment], filter_string=filter_string, include_spans=False, return_type="list", **options
    )
    return [trace.info.tags.get("mlflow.traceName") for trace in found]


@pytest.fixture(scope="module")
def assortment(unique):
    """Traces that differ in all that a filter may ask for. Returns the id of their experiment."""
    experiment = mlflow.set_experiment(unique("assortment")).experiment_id
    with mlflow.start_span("plain") as span:
        span.set_attribute("model", "demo-small")
    with mlflow.start_span("tagged", span_type=SpanType.AGENT) as span:
        mlflow.update_current_trace(
            tags={"env": "live", "team": "a b"},
            metadata={"version": "7", "mlflow.trace.session": "s-1", "mlflow.trace.user": "u-1"},
            client_request_id="request-1",
        )
        with mlflow.start_span("look up", span_type=SpanType.TOOL) as tool:
            tool.set_inputs({"city": "Reykjavík"})
            tool.set_attribute("model", "demo-large")
    try:
        with mlflow.start_span("broken"):
            mlflow.update_current_trace(tags={"env": "dev"})
            raise RuntimeError("stop")
    except RuntimeError:
        pass
    return experiment


@pytest.mark.parametrize(
    ("filter_string", "expected"),
    [
        ("status = 'OK'", ["tagged", "plain"]),
        ("status = 'ERROR'", ["broken"]),
        ("status != 'ERROR'", ["tagged", "plain"]),
        ("attributes.status IN ('ERROR', 'IN_PROGRESS')", ["broken"]),
        ("trace.status = 'ERROR'", ["broken"]),
        ("attribute.name = 'plain'", ["plain"]),
        ("name = 'tagged'", ["tagged"]),
        ("trace.name LIKE 'pla%'", ["plain"]),
        ("name ILIKE '%AG%'", ["tagged"]),
        ("name RLIKE '^(pl|br)'", ["broken", "plain"]),
        ("tags.env = 'live'", ["tagged"]),
        ("tag.env = \"live\"", ["tagged"]),
        ("tags.env != 'live'", ["broken"]),
        ("tags.env LIKE '%v%'", ["broken", "tagged"]),
        ("tags.env IS NULL", ["plain"]),
        ("tags.env IS NOT NULL", ["broken", "tagged"]),
        ("tags.`env` = 'dev'", ["broken"]),
        ("tags.team = 'a b' AND status = 'OK'", ["tagged"]),
        ("tags.env = 'live' AND tags.env = 'dev'", []),
        ("metadata.version = '7'", ["tagged"]),
        ("request_metadata.version = '7'", ["tagged"]),
        ("metadata.version IS NULL", ["broken", "plain"]),
        ("metadata.`mlflow.trace.session` = 's-1'", ["tagged"]),
        ("metadata.`mlflow.trace.user` = 'u-1'", ["tagged"]),
        ("client_request_id = 'request-1'", ["tagged"]),
        ("timestamp_ms > 0", ["broken", "tagged", "plain"]),
        ("timestamp < 1000", []),
        ("execution_time_ms >= 0", ["broken", "tagged", "plain"]),
        ("execution_time > 3600000", []),
        ("end_time > 0 AND end_time_ms > 0", ["broken", "tagged", "plain"]),
        ("span.name = 'look up'", ["tagged"]),
        ("span.name LIKE '%o%'", ["broken", "tagged"]),
        ("span.type = 'TOOL'", ["tagged"]),
        ("span.type IN ('TOOL', 'LLM')", ["tagged"]),
        ("span.status = 'ERROR'", ["broken"]),
        ("span.content LIKE '%Reykjav%'", ["tagged"]),
        ("trace.text LIKE '%Reykjav%'", ["tagged"]),
        ("span.content ILIKE '%reykjav%'", ["tagged"]),
        ("span.content LIKE '%nowhere%'", []),
        ("", ["broken", "tagged", "plain"]),
    ],
)
def test_traces_are_found_by(assortment, filter_string, expected):
    assert names_found(filter_string, assortment) == expected


@better_than_mlflow
@pytest.mark.parametrize(
    ("filter_string", "expected"),
    [
        ("name IN ('plain', 'broken')", ["broken", "plain"]),
        ("span.attributes.model = 'demo-small'", ["plain"]),
        ("span.attributes.model LIKE 'demo-%'", ["tagged", "plain"]),
    ],
)
def test_traces_are_also_found_by(assortment, filter_string, expected):
    assert names_found(filter_string, assortment) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (["timestamp_ms ASC"], ["plain", "tagged", "broken"]),
        (["timestamp DESC"], ["broken", "tagged", "plain"]),
        (["attributes.timestamp_ms"], ["plain", "tagged", "broken"]),
        (["name ASC"], ["broken", "plain", "tagged"]),
        (["status", "timestamp_ms ASC"], ["broken", "plain", "tagged"]),
    ],
)
def test_traces_are_ordered_by(assortment, order, expected):
    assert names_found("", assortment, order_by=order) == expected


@pytest.mark.parametrize(
    "filter_string",
    ["bogus.key = 'a'", "nothing = 'a'", "status = OK", "status > 'OK'", "span.content = 'a'", "tags.a = 'b' OR tags.a = 'c'", "timestamp_ms LIKE '1%'", "span.bogus = 'a'"],
)
def test_a_filter_that_cannot_be_read_is_refused(assortment, filter_string):
    with pytest.raises(MlflowException) as refusal:
        names_found(filter_string, assortment)
    assert refusal.value.error_code == "INVALID_PARAMETER_VALUE"


def test_tags_change_and_go(answered, client):
    client.set_trace_tag(answered, "env", "live")
    client.set_trace_tag(answered, "env", "dev")
    client.set_trace_tag(answered, "mlflow.traceName", "renamed")
    assert client.get_trace(answered).info.tags["env"] == "dev"
    assert client.get_trace(answered).info.tags["mlflow.traceName"] == "renamed"
    client.delete_trace_tag(answered, "env")
    assert "env" not in client.get_trace(answered).info.tags
    with pytest.raises(MlflowException, match="No trace tag with key 'env'"):
        client.delete_trace_tag(answered, "env")
    mlflow.set_trace_tag(answered, "again", "1")
    assert client.get_trace(answered).info.tags["again"] == "1"


def test_a_trace_belongs_to_the_run_that_was_active(client, experiment):
    with mlflow.start_run() as run, mlflow.start_span("in a run") as span:
        pass
    assert client.get_trace(span.trace_id).info.trace_metadata["mlflow.sourceRun"] == run.info.run_id
    found = mlflow.search_traces(run_id=run.info.run_id, return_type="list")
    assert [trace.info.trace_id for trace in found] == [span.trace_id]
    assert names_found(f"run_id = '{run.info.run_id}'", experiment) == ["in a run"]
    assert names_found("run_id = 'none'", experiment) == []


def test_traces_are_linked_to_a_run_later(client, experiment):
    ids = []
    for name in ["one", "two"]:
        with mlflow.start_span(name) as span:
            ids.append(span.trace_id)
    run = client.create_run(experiment)
    client.link_traces_to_run(run_id=run.info.run_id, trace_ids=ids)
    client.link_traces_to_run(run_id=run.info.run_id, trace_ids=ids[:1])
    assert names_found(f"run_id = '{run.info.run_id}'", experiment) == ["two", "one"]
    with pytest.raises(MlflowException, match="100"):
        client.link_traces_to_run(run_id=run.info.run_id, trace_ids=[f"tr-{n}" for n in range(101)])


@better_than_mlflow
def test_traces_are_linked_to_runs_that_are_there(client, refused):
    request = {"trace_ids": ["tr-00000000000000000000000000000001"], "run_id": "none"}
    refused(404, "RESOURCE_DOES_NOT_EXIST", "Run with id=none not found", "POST", "traces/link-to-run", request)


def test_a_trace_that_was_only_announced_is_not_whole(rest, experiment):
    trace_id = f"tr-{uuid.uuid4().hex}"
    location = {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": experiment}}
    tags = {"mlflow.trace.spansLocation": "TRACKING_STORE"}
    info = {"trace_id": trace_id, "trace_location": location, "request_time": "2026-01-01T00:00:00Z", "tags": tags}
    assert rest("POST", "traces", {"trace": {"trace_info": {**info, "state": "OK"}}}, version="3.0").status_code == 200
    answer = rest("GET", "traces/get", {"trace_id": trace_id}, version="3.0")
    assert answer.json()["message"] == f"Trace with ID {trace_id} is not fully exported yet, please try again later."
    partial = rest("GET", "traces/get", {"trace_id": trace_id, "allow_partial": "true"}, version="3.0").json()
    assert partial["trace"]["trace_info"]["trace_id"] == trace_id


def test_tokens_session_and_user_are_derived_from_spans(experiment):
    with mlflow.start_span("chat", span_type=SpanType.CHAT_MODEL) as span:
        span.set_attribute("mlflow.chat.tokenUsage", {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15})
        mlflow.update_current_trace(metadata={"mlflow.trace.session": "s", "mlflow.trace.user": "u"})
    info = mlflow.get_trace(span.trace_id).info
    assert info.token_usage == {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}
    assert info.trace_metadata["mlflow.trace.session"] == "s"
    assert info.trace_metadata["mlflow.trace.user"] == "u"


def test_traces_are_deleted_by_id_and_by_age(client, experiment):
    ids = []
    for number in range(4):
        with mlflow.start_span(f"span {number}") as span:
            ids.append(span.trace_id)
    assert client.delete_traces(experiment_id=experiment, trace_ids=ids[:1]) == 1
    assert client.delete_traces(experiment_id=experiment, trace_ids=ids[:1]) == 0
    assert mlflow.get_trace(ids[0], silent=True) is None
    assert client.delete_traces(experiment_id=experiment, max_timestamp_millis=4_000_000_000_000, max_traces=1) == 1
    assert names_found("", experiment) == ["span 3", "span 2"]
    assert client.delete_traces(experiment_id=experiment, max_timestamp_millis=4_000_000_000_000) == 2
    assert names_found("", experiment) == []


def test_previews_are_cut_after_a_thousand_characters(experiment):
    with mlflow.start_span("long") as span:
        span.set_inputs("x" * 5_000)
        span.set_outputs("y" * 5_000)
    info = mlflow.get_trace(span.trace_id).info
    assert len(info.request_preview) == 1_000
    assert len(info.response_preview) == 1_000
    assert mlflow.get_trace(span.trace_id).data.spans[0].inputs == "x" * 5_000


def test_previews_that_the_app_chose_stand(experiment):
    with mlflow.start_span("chosen") as span:
        span.set_inputs({"a": 1})
        mlflow.update_current_trace(request_preview="asked", response_preview="answered")
    info = mlflow.get_trace(span.trace_id).info
    assert (info.request_preview, info.response_preview) == ("asked", "answered")


def test_a_span_of_another_process_joins_by_its_id(client, experiment):
    root = client.start_trace("by hand", inputs={"q": 1}, tags={"t": "1"})
    child = client.start_span("child", root.trace_id, root.span_id, inputs=[1, 2])
    client.end_span(root.trace_id, child.span_id, outputs="o")
    client.end_trace(root.trace_id, outputs={"done": True})
    trace = client.get_trace(root.trace_id)
    assert [span.name for span in trace.data.spans] == ["by hand", "child"]
    assert trace.info.tags["t"] == "1"
    assert trace.data.spans[1].inputs == [1, 2]


def test_a_trace_written_afterwards_is_stored(experiment):
    trace_id = mlflow.log_trace(name="afterwards", request={"q": 1}, response="r", tags={"k": "v"}, start_time_ms=1_700_000_000_000, execution_time_ms=250)
    info = mlflow.get_trace(trace_id).info
    assert info.request_time == 1_700_000_000_000
    assert info.execution_duration == 250
    assert info.tags["k"] == "v"


def test_an_unknown_trace_is_not_found(client, experiment):
    with pytest.raises(MlflowException) as missing:
        client.get_trace("tr-00000000000000000000000000000001")
    assert missing.value.error_code == "RESOURCE_DOES_NOT_EXIST"


@better_than_mlflow
def test_an_unknown_trace_cannot_be_tagged(client):
    with pytest.raises(MlflowException) as missing:
        client.set_trace_tag("tr-00000000000000000000000000000001", "a", "b")
    assert missing.value.error_code == "RESOURCE_DOES_NOT_EXIST"
