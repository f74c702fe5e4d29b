import {
  EVALUATION_RUN_TYPE,
  EVALUATION_TAG,
  type EvaluationRow,
  type EvaluationScore,
  GEN_AI,
} from '@tracewright/schema';
import { TrackingSender } from './tracking-sender.ts';

/** Ids of two evaluations of the same dozen rows: the later one is right more often, and has two rows that got worse. */
export interface EvaluationSamples {
  readonly beforeId: string;
  readonly afterId: string;
}

const ROWS = 12;
/** Places of the rows that each evaluation gets right. */
const RIGHT_BEFORE = new Set([0, 1, 2, 3]);
const RIGHT_AFTER = new Set([2, 3, 4, 5, 6, 7, 8, 9]);
const FAILED_AFTER = 11;

export async function sendEvaluationSamples(url: string): Promise<EvaluationSamples> {
  const beforeId = await sendEvaluation(url, 'longer prompt', RIGHT_BEFORE, 0);
  const afterId = await sendEvaluation(url, 'shorter prompt', RIGHT_AFTER, 1_000);
  return { beforeId, afterId };
}

async function sendEvaluation(
  url: string,
  name: string,
  right: ReadonlySet<number>,
  firstTrace: number,
): Promise<string> {
  const send = new TrackingSender(url);
  const share = right.size / ROWS;
  const metrics = { rows: ROWS, score: share, 'contains/mean': share, 'duration_ms/mean': 500 };
  const runId = await send.run('0', name, { metrics, tags: { [EVALUATION_TAG.runType]: EVALUATION_RUN_TYPE } });
  const rows = Array.from({ length: ROWS }, (_, index) => row(index, right.has(index), firstTrace));
  await post(`${url}/v1/traces`, { resourceSpans: [{ scopeSpans: [{ spans: rows.map(span) }] }] });
  await post(`${url}/api/v1/evaluations/${runId}/rows`, { rows });
  return runId;
}

function row(index: number, isRight: boolean, firstTrace: number): EvaluationRow {
  const hasFailed = firstTrace > 0 && index === FAILED_AFTER;
  return {
    key: `question ${index}`,
    ...{ trial: 0, index, traceId: (firstTrace + index + 1).toString(16).padStart(32, '0') },
    inputs: { question: `How long can I return number ${index}?` },
    outputs: hasFailed ? null : isRight ? 'Within 60 days.' : '<b>I am not sure.</b>',
    expectations: { answer: '60 days' },
    ...{ context: null, tags: { topic: index % 2 === 0 ? 'returns' : 'parcels' }, durationMs: 400 + index * 10 },
    error: hasFailed ? { code: 'RateLimitError', message: 'too many requests' } : null,
    scores: hasFailed ? [] : scores(index, isRight),
  };
}

function scores(index: number, isRight: boolean): readonly EvaluationScore[] {
  const code = (name: string) => ({ name, rationale: null, error: null, source: { kind: 'code', id: name } as const });
  const judge = { name: 'faithfulness', source: { kind: 'judge', id: 'f00dfeed' } as const };
  const failed = { code: 'JUDGE_ANSWER_INVALID', message: 'the verdict is neither yes nor no' };
  return [
    { ...code('contains'), value: isRight, passed: isRight },
    { ...code('rouge_l'), value: isRight ? 0.9 : 0.2, passed: null },
    index === 1
      ? { ...judge, value: null, passed: null, rationale: null, error: failed }
      : { ...judge, value: isRight ? 'yes' : 'no', passed: isRight, rationale: 'It says so.', error: null },
  ];
}

function span({ traceId, index, inputs, outputs }: EvaluationRow): object {
  const startNs = BigInt(Date.now() - 600_000 + index) * 1_000_000n;
  const message = (role: string, content: unknown) => JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);
  const { question } = inputs as { readonly question: string };
  const attributes = {
    [GEN_AI.operationName]: 'chat',
    [GEN_AI.inputMessages]: message('user', question),
    [GEN_AI.outputMessages]: message('assistant', outputs ?? ''),
  };
  return {
    ...{
      traceId,
      spanId: (index + 1).toString(16).padStart(16, '0'),
      name: 'answer',
      startTimeUnixNano: String(startNs),
    },
    endTimeUnixNano: String(startNs + 400_000_000n),
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } })),
  };
}

async function post(address: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`);
  await response.arrayBuffer();
}
