import { expect, test } from 'vitest';
import { type MlflowApp, mlflowApp } from './mlflow-app.test.support.ts';
import { NEW_YEAR, sendSpans, sentTraceId } from './traces/send-spans.test.support.ts';

const ID = sentTraceId(1);
const UPLOAD = `/api/2.0/mlflow-artifacts/artifacts/0/traces/${ID}/artifacts/traces.json`;
const base64 = (number: number, digits: number) =>
  Buffer.from(number.toString(16).padStart(digits, '0'), 'hex').toString('base64');

/** As a client writes it: long numbers stand bare. */
function traceData(): string {
  return `{"spans": [{
    "trace_id": "${base64(1, 32)}", "span_id": "${base64(2, 16)}", "parent_span_id": null, "name": "answer",
    "start_time_unix_nano": ${NEW_YEAR + 1n}, "end_time_unix_nano": ${NEW_YEAR + 2_000_001n},
    "status": {"code": "STATUS_CODE_ERROR", "message": "stop"},
    "events": [{"name": "exception", "time_unix_nano": ${NEW_YEAR + 2n}, "attributes": {"exception.message": "stop"}}],
    "attributes": {
      "mlflow.traceRequestId": "\\"${ID}\\"", "mlflow.spanType": "\\"CHAIN\\"",
      "mlflow.spanInputs": "{\\"q\\":\\"why?\\",\\"n\\":[1,null]}", "temperature": "0.5"
    }
  }]}`;
}

function put({ ask }: MlflowApp, path: string, body: string) {
  return ask('PUT', path, { headers: { 'content-type': 'application/json' }, body });
}

test('spans that are uploaded as a file are stored as those that come over OTLP', async () => {
  const app = await mlflowApp();
  expect(await put(app, UPLOAD, traceData())).toEqual({ status: 200, body: {} });
  const { body } = await app.ask('GET', `/api/3.0/mlflow/traces/get?trace_id=${ID}`);
  expect(body.trace.trace_info).toMatchObject({ state: 'ERROR', request_preview: '{"q":"why?","n":[1,null]}' });
  const [span] = body.trace.spans;
  expect(span).toMatchObject({ name: 'answer', startTimeUnixNano: String(NEW_YEAR + 1n), status: { message: 'stop' } });
  expect(span.attributes).toContainEqual({ key: 'temperature', value: { doubleValue: 0.5 } });
  expect(span.events).toMatchObject([{ name: 'exception' }]);
});

test('the experiment of an upload is that which the trace was started in', async () => {
  const app = await mlflowApp();
  const experiment = await app.stores.experiments.create('default', {
    name: 'e',
    artifactLocation: '',
    tags: new Map(),
  });
  const location = { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experiment } };
  const info = { trace_id: ID, trace_location: location, request_time: '2026-01-01T00:00:00Z' };
  await app.ask('POST', '/api/3.0/mlflow/traces', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ trace: { trace_info: info } }),
  });
  await put(app, UPLOAD, traceData());
  const { body } = await app.ask('GET', `/api/3.0/mlflow/traces/${ID}`);
  expect(body.trace.trace_info.trace_location).toEqual(location);
});

test('the file of a client before 3 is read, whose spans have an id of their own for the trace', async () => {
  const app = await mlflowApp();
  const span = {
    name: 'old',
    context: { trace_id: '0x77', span_id: '0x2' },
    parent_id: null,
    start_time: String(NEW_YEAR),
    end_time: String(NEW_YEAR + 5n),
    status_code: 'OK',
    status_message: '',
    attributes: { 'mlflow.spanOutputs': '"yes"' },
    events: [{ name: 'e', timestamp: 1, attributes: {} }],
  };
  expect((await put(app, UPLOAD, JSON.stringify({ spans: [span] }))).status).toBe(200);
  const { body } = await app.ask('GET', `/ajax-api/3.0/mlflow/get-trace-artifact?request_id=${ID}`);
  expect(body.spans).toMatchObject([
    {
      trace_id: base64(1, 32),
      span_id: base64(2, 16),
      parent_span_id: null,
      name: 'old',
      status: { code: 'STATUS_CODE_OK' },
      attributes: { 'mlflow.spanOutputs': '"yes"', 'mlflow.traceRequestId': `"${ID}"` },
    },
  ]);
});

test('what was uploaded is downloaded, in whatever way it came', async () => {
  const app = await mlflowApp();
  await sendSpans(app, [
    { trace: 1, span: 3, name: 'root' },
    { trace: 1, span: 4, parent: 3, name: 'child' },
  ]);
  const { body } = await app.ask('GET', UPLOAD);
  expect(body.spans).toMatchObject([
    { name: 'root', parent_span_id: null },
    { name: 'child', parent_span_id: base64(3, 16) },
  ]);
  // Again what was stored: nothing changes.
  expect((await put(app, UPLOAD, JSON.stringify(body))).status).toBe(200);
  expect((await app.ask('GET', UPLOAD)).body.spans).toHaveLength(2);
});

test('a file that holds no spans is refused, and so is one for an experiment that is not there', async () => {
  const app = await mlflowApp();
  expect(await put(app, UPLOAD, '{')).toMatchObject({ status: 400, body: { error_code: 'MALFORMED_REQUEST' } });
  expect(await put(app, UPLOAD, '{"spans":[{}]}')).toMatchObject({ status: 400 });
  expect(await put(app, UPLOAD.replace('/0/', '/77/'), traceData())).toMatchObject({ status: 404 });
  expect(await app.ask('GET', '/ajax-api/2.0/mlflow/get-trace-artifact')).toMatchObject({ status: 400 });
  const missing = await app.ask('GET', `/ajax-api/2.0/mlflow/get-trace-artifact?request_id=${ID}`);
  expect(missing).toMatchObject({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } });
});
