"""Autologging of OpenAI and LangChain against the stand-in for a model provider."""

import os

import mlflow
import openai
import pytest
from mlflow.entities import SpanType

MODELS = os.environ["MODEL_SERVER_URL"]


@pytest.fixture
def openai_client():
    mlflow.openai.autolog()
    yield openai.OpenAI(base_url=MODELS, api_key="none", max_retries=0)
    mlflow.openai.autolog(disable=True)


def only_trace(experiment):
    (trace,) = mlflow.search_traces(locations=[experiment], return_type="list")
    return trace


def test_a_completion_is_traced_with_its_tokens(openai_client, experiment):
    answer = openai_client.chat.completions.create(model="demo-small", messages=[{"role": "user", "content": "Say hello"}], temperature=0)
    trace = only_trace(experiment)
    (span,) = trace.data.spans
    assert span.span_type == SpanType.CHAT_MODEL
    assert span.inputs["messages"] == [{"role": "user", "content": "Say hello"}]
    assert span.outputs["choices"][0]["message"]["content"] == answer.choices[0].message.content
    usage = {"input_tokens": answer.usage.prompt_tokens, "output_tokens": answer.usage.completion_tokens, "total_tokens": answer.usage.total_tokens}
    assert {key: trace.info.token_usage[key] for key in usage} == usage
    assert span.model_name == "demo-small"
    assert "Say hello" in trace.info.request_preview


def test_a_streamed_completion_is_put_together(openai_client, experiment):
    stream = openai_client.chat.completions.create(model="demo-small", messages=[{"role": "user", "content": "Count"}], stream=True)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)
    (span,) = only_trace(experiment).data.spans
    assert span.outputs["choices"][0]["message"]["content"] == text
    assert len(span.events) > 1


def test_a_failed_call_is_a_failed_trace(openai_client, experiment):
    with pytest.raises(openai.APIError):
        openai_client.chat.completions.create(model="demo-error-500", messages=[{"role": "user", "content": "x"}])
    trace = only_trace(experiment)
    assert str(trace.info.state) == "TraceState.ERROR" or trace.info.state == "ERROR"
    assert trace.data.spans[0].events[0].name == "exception"


def test_embeddings_and_responses_are_traced(openai_client, experiment):
    openai_client.embeddings.create(model="demo-embedding", input=["a", "b"])
    openai_client.responses.create(model="demo-small", input="Say hello")
    types = {trace.data.spans[0].span_type for trace in mlflow.search_traces(locations=[experiment], return_type="list")}
    assert types == {SpanType.EMBEDDING, SpanType.CHAT_MODEL}


def test_calls_within_a_step_are_its_children(openai_client, experiment):
    @mlflow.trace
    def app(question):
        return openai_client.chat.completions.create(model="demo-small", messages=[{"role": "user", "content": question}]).choices[0].message.content

    with mlflow.start_run() as run:
        app("hello")
    trace = only_trace(experiment)
    root, call = trace.data.spans
    assert (root.name, call.parent_id) == ("app", root.span_id)
    assert trace.info.trace_metadata["mlflow.sourceRun"] == run.info.run_id


@pytest.fixture
def chain():
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.prompts import ChatPromptTemplate
    from langchain_openai import ChatOpenAI

    mlflow.langchain.autolog()
    model = ChatOpenAI(model="demo-small", base_url=MODELS, api_key="none", max_retries=0)
    yield ChatPromptTemplate.from_messages([("system", "Be brief."), ("user", "{question}")]) | model | StrOutputParser()
    mlflow.langchain.autolog(disable=True)


def test_a_chain_is_one_trace_of_its_steps(chain, experiment):
    answer = chain.invoke({"question": "why?"})
    trace = only_trace(experiment)
    root = trace.data.spans[0]
    assert root.inputs == {"question": "why?"}
    assert root.outputs == answer
    by_type = {span.span_type: span for span in trace.data.spans[1:]}
    assert by_type[SpanType.CHAT_MODEL].parent_id == root.span_id
    assert trace.info.token_usage["total_tokens"] > 0
    names = {span.name for span in trace.data.spans}
    assert {"RunnableSequence", "ChatPromptTemplate", "ChatOpenAI", "StrOutputParser"} <= names


def test_steps_of_chains_are_found(chain, experiment):
    chain.batch([{"question": "one"}, {"question": "two"}])
    assert len(mlflow.search_traces(locations=[experiment], filter_string="span.name = 'ChatOpenAI'", return_type="list")) == 2
    assert len(mlflow.search_traces(locations=[experiment], filter_string="span.type = 'CHAT_MODEL'", return_type="list")) == 2
    assert len(mlflow.search_traces(locations=[experiment], filter_string="trace.text LIKE '%two%'", return_type="list")) == 1
