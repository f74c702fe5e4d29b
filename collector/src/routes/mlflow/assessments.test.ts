import { expect, test } from 'vitest';
import { type MlflowApp, mlflowApp } from './mlflow-app.test.support.ts';
import { sendSpans, sentTraceId } from './traces/send-spans.test.support.ts';

const PATH = `/api/3.0/mlflow/traces/${sentTraceId(1)}/assessments`;
const FEEDBACK = {
  assessment_name: 'quality',
  source: { source_type: 'LLM_JUDGE', source_id: 'demo' },
  feedback: { value: { score: 0.5 } },
  rationale: 'why',
  metadata: { k: 'v' },
};

async function judgedApp(): Promise<MlflowApp> {
  const app = await mlflowApp();
  await sendSpans(app, [{ trace: 1 }]);
  return app;
}

function send({ ask }: MlflowApp, method: string, path: string, body: unknown) {
  return ask(method, path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

test('an assessment comes back as it was made, by itself and with its trace', async () => {
  const app = await judgedApp();
  const { status, body } = await send(app, 'POST', PATH, { assessment: FEEDBACK });
  expect(status).toBe(200);
  const made = body.assessment;
  expect(made).toMatchObject({
    ...FEEDBACK,
    trace_id: sentTraceId(1),
    valid: true,
    create_time: '2026-01-01T00:00:00.000Z',
  });
  expect((await app.ask('GET', `${PATH}/${made.assessment_id}`)).body.assessment).toEqual(made);
  const trace = await app.ask('GET', `/api/3.0/mlflow/traces/${sentTraceId(1)}`);
  expect(trace.body.trace.trace_info.assessments).toEqual([made]);
});

test('an expectation that is no scalar travels as a text of JSON', async () => {
  const app = await judgedApp();
  const serialized = { serialization_format: 'JSON_FORMAT', value: '["Paris",1]' };
  const expectation = { assessment_name: 'expected', expectation: { serialized_value: serialized } };
  const { body } = await send(app, 'POST', PATH, { assessment: expectation });
  expect(body.assessment.expectation).toEqual({ serialized_value: serialized });
  const plain = { assessment_name: 'expected', expectation: { value: 'Paris' } };
  expect((await send(app, 'POST', PATH, { assessment: plain })).body.assessment.expectation).toEqual({
    value: 'Paris',
  });
});

test('only what the mask names is changed, and metadata is added to', async () => {
  const app = await judgedApp();
  const made = (await send(app, 'POST', PATH, { assessment: FEEDBACK })).body.assessment;
  app.clock.nowMs += 1_000;
  const assessment = { feedback: { value: 'good' }, rationale: 'not named', metadata: { other: 'w' } };
  const changed = await send(app, 'PATCH', `${PATH}/${made.assessment_id}`, {
    assessment,
    update_mask: 'feedback,metadata',
  });
  expect(changed.body.assessment).toMatchObject({
    feedback: { value: 'good' },
    rationale: 'why',
    metadata: { k: 'v', other: 'w' },
    create_time: '2026-01-01T00:00:00.000Z',
    last_update_time: '2026-01-01T00:00:01.000Z',
  });
  const wrong = { assessment: { expectation: { value: 1 } }, update_mask: { paths: ['expectation'] } };
  expect(await send(app, 'PATCH', `${PATH}/${made.assessment_id}`, wrong)).toMatchObject({
    status: 400,
    body: { message: 'Cannot update expectation value on a Feedback assessment.' },
  });
});

test('one that overrides another makes it invalid until it is deleted', async () => {
  const app = await judgedApp();
  const first = (await send(app, 'POST', PATH, { assessment: FEEDBACK })).body.assessment.assessment_id;
  const overriding = { ...FEEDBACK, overrides: first };
  const second = (await send(app, 'POST', PATH, { assessment: overriding })).body.assessment.assessment_id;
  const isValid = async () => (await app.ask('GET', `${PATH}/${first}`)).body.assessment.valid;
  expect(await isValid()).toBe(false);
  for (let time = 0; time < 2; time++) expect((await app.ask('DELETE', `${PATH}/${second}`)).body).toEqual({});
  expect(await isValid()).toBe(true);
  const nothing = await send(app, 'POST', PATH, { assessment: { ...FEEDBACK, overrides: 'nothing' } });
  expect(nothing).toMatchObject({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } });
});

test('what is neither feedback nor an expectation is refused, and so is an unknown trace', async () => {
  const app = await judgedApp();
  expect(await send(app, 'POST', PATH, { assessment: { assessment_name: 'a' } })).toMatchObject({ status: 400 });
  expect(await send(app, 'POST', PATH, { assessment: { feedback: { value: 1 } } })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining("required parameter 'assessment_name'") },
  });
  const elsewhere = PATH.replace(sentTraceId(1), sentTraceId(9));
  expect(await send(app, 'POST', elsewhere, { assessment: FEEDBACK })).toMatchObject({ status: 404 });
  expect(await app.ask('GET', `${PATH}/nothing`)).toMatchObject({
    status: 404,
    body: { message: `Assessment with ID 'nothing' not found for trace '${sentTraceId(1)}'` },
  });
});

test('values of more levels than anybody can read are refused', async () => {
  const app = await judgedApp();
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const asText = JSON.stringify({ assessment_name: 'e', expectation: { serialized_value: { value: deep } } });
  const plain = `{"assessment_name":"q","feedback":{"value":${deep}}}`;
  for (const assessment of [asText, plain]) {
    const headers = { 'content-type': 'application/json' };
    const { status, body } = await app.ask('POST', PATH, { headers, body: `{"assessment":${assessment}}` });
    expect(status).toBe(400);
    expect(body.message).toBe('JSON of more than 500 levels is not taken');
  }
});
