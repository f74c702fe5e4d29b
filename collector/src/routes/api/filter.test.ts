import type { FilterFields } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { testApp } from '../../testing/test-app.ts';

test('the fields of the language are told with their operators, those of the target first', async () => {
  const ofSpans = (await (await testApp().request('/api/v1/filter-fields?target=span')).json()) as FilterFields;
  const fields = new Map(ofSpans.fields.map((field) => [field.name, field]));
  expect(fields.get('kind')).toMatchObject({
    scope: 'span',
    type: 'choice',
    operators: expect.arrayContaining(['=', 'IN']),
  });
  expect(fields.get('kind')?.values).toContain('llm');
  expect(fields.get('tags')).toMatchObject({ hasKey: true, scope: 'trace' });
  const names = ofSpans.fields.map(({ name }) => name);
  expect(names.indexOf('self_time')).toBeLessThan(names.indexOf('tags'));
});

test('a filter is checked without asking anything, and its error points into it', async () => {
  const check = async (filter: string) =>
    (await testApp().request(`/api/v1/filter-check?filter=${encodeURIComponent(filter)}`)).json();
  expect(await check('kind = LLM')).toEqual({ ok: true, filter: "has(kind = 'llm')" });
  expect(await check('kind = robot')).toMatchObject({ ok: false, start: 7, end: 12 });
  expect((await testApp().request('/api/v1/filter-check?target=dog')).status).toBe(400);
});

test('a list with a filter that cannot be read is refused at its column', async () => {
  const res = await testApp().request('/api/v1/traces?filter=naem%3Dx');
  expect(res.status).toBe(400);
  expect(await res.json()).toEqual({
    error_code: 'INVALID_PARAMETER_VALUE',
    message: 'filter: there is no field "naem"; did you mean name? (column 1)',
  });
});

test('a filter on runs is MLflow’s: its names are told, and its error points to what is meant', async () => {
  const app = testApp();
  const { fields } = (await (await app.request('/api/v1/filter-fields?target=run')).json()) as FilterFields;
  expect(fields.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['metrics', 'params', 'tags', 'datasets.digest', 'status', 'start_time']),
  );
  expect(fields.find(({ name }) => name === 'params')).toMatchObject({
    hasKey: true,
    aliases: expect.arrayContaining(['param']),
  });
  const check = async (filter: string) =>
    (await app.request(`/api/v1/filter-check?target=run&filter=${encodeURIComponent(filter)}`)).json();
  expect(await check("metrics.acc > 0.5 AND tags.team = 'a'")).toMatchObject({ ok: true });
  expect(await check('metrics.acc > high')).toMatchObject({ ok: false, start: 14, end: 18 });
  expect(await check("metrics.acc LIKE 'a'")).toMatchObject({ ok: false, start: 12, end: 16 });
  expect(await check("color = 'red'")).toMatchObject({ ok: false, start: 0, end: 5 });
  expect(await check("status = 'open")).toMatchObject({ ok: false, start: 9 });
});
