import type { EvaluationRow, JsonValue, NewEvaluationRows } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { type EvaluationDeps, readGrid, readRow } from '../../evaluations/read-evaluations.ts';
import { storableText } from '../../storable-text.ts';
import { parseTraceId } from './ids.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';

const MAX_BODY_BYTES = 32 * 1_024 * 1_024;
const MAX_ROWS = 1_000;
const MAX_SCORES = 250;
/** Longest text that stands by itself, in UTF-16 units. */
const MAX_TEXT = 65_536;

const text = (max: number) =>
  v.pipe(v.string(), v.maxLength(max, `at most ${max} characters`), v.transform(storableText));
const name = v.pipe(text(250), v.nonEmpty('must not be empty'));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0, 'counts from 0'), v.maxValue(2 ** 31 - 1));
const error = v.nullable(v.object({ code: name, message: v.nullable(text(MAX_TEXT)) }));
/** Whatever has come as JSON. */
const json = v.custom<JsonValue>((value) => value !== undefined, 'is missing');

const Score = v.pipe(
  v.object({
    name,
    value: v.nullable(v.union([v.pipe(v.number(), v.finite()), v.boolean(), text(MAX_TEXT)])),
    passed: v.nullable(v.boolean()),
    rationale: v.nullable(text(MAX_TEXT)),
    error,
    source: v.object({ kind: v.picklist(['human', 'judge', 'code']), id: name }),
  }),
  v.check((score) => (score.value === null) === (score.error !== null), 'has either a value or an error'),
);

const Row = v.object({
  key: name,
  trial: count,
  index: count,
  traceId: v.pipe(v.string(), v.transform(parseTraceId)),
  inputs: json,
  outputs: json,
  expectations: v.record(name, json),
  context: json,
  tags: v.record(name, text(MAX_TEXT)),
  error,
  durationMs: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0, 'is not before the start'))),
  scores: v.pipe(
    v.array(Score),
    v.maxLength(MAX_SCORES, `at most ${MAX_SCORES} scores`),
    v.check(
      (scores) => new Set(scores.map((score) => score.name)).size === scores.length,
      'has two scores of one name',
    ),
  ),
}) satisfies v.GenericSchema<unknown, EvaluationRow>;

const Body = v.object({
  rows: v.pipe(v.array(Row), v.maxLength(MAX_ROWS, `at most ${MAX_ROWS} rows`)),
}) satisfies v.GenericSchema<unknown, NewEvaluationRows>;

/** `/api/v1/evaluations/:runId`: the rows of an evaluation, ours or MLflow's. */
export function evaluationRoutes(deps: EvaluationDeps): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .post('/:runId/rows', limitBody(MAX_BODY_BYTES), async (c) => {
      const { rows } = await jsonBody(c, Body);
      await deps.evaluations.put(c.get('principal').workspaceId, c.req.param('runId'), rows);
      return c.body(null, 204);
    })
    .get('/:runId/grid', async (c) =>
      c.json(await readGrid(c.get('principal').workspaceId, c.req.param('runId'), deps)),
    )
    .get('/:runId/rows/:traceId', async (c) => {
      const traceId = parseTraceId(c.req.param('traceId'));
      return c.json(await readRow(c.get('principal').workspaceId, c.req.param('runId'), traceId, deps));
    });
}
