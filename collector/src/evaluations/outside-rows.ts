import { createHash } from 'node:crypto';
import {
  canonicalJson,
  type EvaluationRow,
  type EvaluationScore,
  type JsonValue,
  type SpanDetail,
} from '@tracewright/schema';
import { exchangeOf } from '../routes/mlflow/traces/span-exchange.ts';
import type { SpanStore, StoredSpan, TraceRow } from '../storage/spans/span-store.ts';
import type { EvaluationRowHead, RunAssessment } from '../storage/tracking/evaluations/evaluation-store.ts';
import { previewOf } from '../storage/tracking/evaluations/preview-of.ts';

/** What the rows of an evaluation are read from that has stored none: what their traces say. */
export interface TraceTexts {
  readonly spans: Pick<SpanStore, 'getSpansById'>;
  /** Unpacks a stored span. */
  readonly spanDetail: (span: StoredSpan) => SpanDetail;
}

/** Roots that are read at once: their frames are opened for it. */
const ROOTS_AT_ONCE = 50;

/** The rows of an evaluation that another library has made: its scored traces, or all of them where none is, oldest first. */
export async function outsideRows(
  workspaceId: string,
  traces: Iterable<TraceRow>,
  assessments: readonly RunAssessment[],
  texts: TraceTexts,
): Promise<readonly EvaluationRowHead[]> {
  const scored = new Set(assessments.flatMap(({ kind, traceId }) => (kind === 'feedback' ? [traceId] : [])));
  const meant = [...traces]
    .filter(({ traceId }) => scored.size === 0 || scored.has(traceId))
    .sort((left, right) => Number(left.startNs - right.startNs) || (left.traceId < right.traceId ? -1 : 1));
  const expected = expectationsOf(assessments);
  const scores = scoresOf(assessments);
  const keys = new RowKeys();
  const heads: EvaluationRowHead[] = [];
  for (let from = 0; from < meant.length; from += ROOTS_AT_ONCE) {
    const part = meant.slice(from, from + ROOTS_AT_ONCE);
    for (const content of await contentsOf(workspaceId, part, texts)) {
      heads.push({
        key: keys.next(content.inputs),
        trial: 0,
        index: heads.length,
        traceId: content.trace.traceId,
        inputs: previewOf(content.inputs),
        outputs: previewOf(content.outputs),
        expectations: previewOf(expected.get(content.trace.traceId)),
        tags: {},
        error: errorOf(content.trace),
        durationMs: durationOf(content.trace),
        ...costOf(content.trace),
        scores: (scores.get(content.trace.traceId) ?? []).map(({ error, ...score }) => ({
          ...score,
          errorCode: error?.code ?? null,
        })),
      });
    }
  }
  return heads;
}

/** One of them, whole. */
export async function outsideRow(
  workspaceId: string,
  trace: TraceRow,
  assessments: readonly RunAssessment[],
  texts: TraceTexts,
): Promise<EvaluationRow | undefined> {
  const [content] = await contentsOf(workspaceId, [trace], texts);
  if (content === undefined) return undefined;
  const { inputs, outputs } = content;
  return {
    key: new RowKeys().next(inputs),
    ...{ trial: 0, index: 0, traceId: trace.traceId, inputs, outputs, context: null, tags: {} },
    expectations: expectationsOf(assessments).get(trace.traceId) ?? {},
    error: errorOf(trace),
    durationMs: durationOf(trace),
    scores: scoresOf(assessments).get(trace.traceId) ?? [],
  };
}

interface TraceContent extends Pick<EvaluationRow, 'inputs' | 'outputs'> {
  readonly trace: TraceRow;
}

/** A trace whose root is not there has neither inputs nor outputs. */
async function contentsOf(
  workspaceId: string,
  traces: readonly TraceRow[],
  { spans, spanDetail }: TraceTexts,
): Promise<readonly TraceContent[]> {
  const ids = traces.map(({ traceId, rootSpanId }) => ({ traceId, spanId: rootSpanId }));
  const roots = new Map((await spans.getSpansById(workspaceId, ids)).map((root) => [root.record.traceId, root]));
  return traces.map((trace) => {
    const root = roots.get(trace.traceId);
    const { input, output } = root === undefined ? { input: null, output: null } : exchangeOf(spanDetail(root));
    return { trace, inputs: (input ?? null) as JsonValue, outputs: (output ?? null) as JsonValue };
  });
}

function expectationsOf(assessments: readonly RunAssessment[]): ReadonlyMap<string, Record<string, JsonValue>> {
  const found = new Map<string, Record<string, JsonValue>>();
  for (const { kind, traceId, name, value } of assessments) {
    if (kind === 'expectation') found.set(traceId, { ...found.get(traceId), [name]: value });
  }
  return found;
}

function scoresOf(assessments: readonly RunAssessment[]): ReadonlyMap<string, readonly EvaluationScore[]> {
  const found = new Map<string, EvaluationScore[]>();
  for (const { kind, traceId, name, value, passed, rationale, error, source } of assessments) {
    if (kind !== 'feedback') continue;
    // Lists and objects are shown as JSON.
    const shown = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
    const scores = found.get(traceId) ?? [];
    scores.push({ name, value: shown, passed, rationale, error, source });
    found.set(traceId, scores);
  }
  return found;
}

function errorOf({ status }: TraceRow): EvaluationRow['error'] {
  return status === 'error' ? { code: 'ERROR', message: null } : null;
}

function costOf({ costNanoUsd, inputTokens, outputTokens }: TraceRow) {
  return {
    costNanoUsd: costNanoUsd === -1 ? null : costNanoUsd,
    inputTokens: inputTokens < 0 ? null : inputTokens,
    outputTokens: outputTokens < 0 ? null : outputTokens,
  };
}

function durationOf({ status, durationUs }: TraceRow): number | null {
  return status === 'running' ? null : durationUs / 1_000;
}

/** Keys as `evaluate()` makes them for rows that have no id: a hash of the inputs, counted where it comes again. */
class RowKeys {
  readonly #seen = new Map<string, number>();

  next(inputs: JsonValue): string {
    const hash = createHash('sha256').update(canonicalJson(inputs)).digest('hex').slice(0, 16);
    const count = (this.#seen.get(hash) ?? 0) + 1;
    this.#seen.set(hash, count);
    return count === 1 ? hash : `${hash}#${count}`;
  }
}
