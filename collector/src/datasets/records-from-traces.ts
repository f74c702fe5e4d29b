import type { SpanDetail } from '@tracewright/schema';
import type { Expression } from '../filter/expression.ts';
import { rowsOf } from '../routes/api/traces-of.ts';
import { exchangeOf } from '../routes/mlflow/traces/span-exchange.ts';
import type { SpanStore, StoredSpan, TraceRow } from '../storage/spans/span-store.ts';
import type { Assessment, AssessmentStore } from '../storage/tracking/assessments/assessment-store.ts';
import type { JsonObject, JsonValue } from '../storage/tracking/datasets/dataset-store.ts';
import type { GivenRecord } from '../storage/tracking/datasets/dataset-version-store.ts';
import { isObject } from '../storage/tracking/datasets/record-schema.ts';

/** Roots that are read at once: their frames are opened for it. */
const ROOTS_AT_ONCE = 50;

export interface TraceSources {
  readonly spans: Pick<SpanStore, 'listTraces' | 'getSpansById'>;
  readonly assessments: Pick<AssessmentStore, 'listOf'>;
  /** Unpacks a stored span. */
  readonly spanDetail: (span: StoredSpan) => SpanDetail;
}

/**
 * Records of what traces were called with and what they answered, the newest first, with what people have said would
 * have been right as expectations. Traces whose root says nothing of its input give none.
 *
 * @param choice How many records at most, and whether those alone about which somebody has said something; their
 *   judgements are tags then, such as `feedback.helpful`.
 */
export async function recordsFromTraces(
  { spans, assessments, spanDetail }: TraceSources,
  workspaceId: string,
  filter: Expression,
  { limit, hasFeedback }: { readonly limit: number; readonly hasFeedback: boolean },
): Promise<readonly GivenRecord[]> {
  const records: GivenRecord[] = [];
  const take = async (rows: readonly TraceRow[]): Promise<void> => {
    const said = await assessments.listOf(
      workspaceId,
      rows.map(({ traceId }) => traceId),
    );
    const meant = hasFeedback ? rows.filter(({ traceId }) => said.get(traceId)?.some(isMeant)) : rows;
    const ids = meant.map(({ traceId, rootSpanId }) => ({ traceId, spanId: rootSpanId }));
    for (const root of await spans.getSpansById(workspaceId, ids)) {
      const { traceId } = root.record;
      const record = recordOf(traceId, exchangeOf(spanDetail(root)), said.get(traceId) ?? [], hasFeedback);
      if (record !== undefined && records.length < limit) records.push(record);
    }
  };
  let part: TraceRow[] = [];
  for await (const row of rowsOf(spans, workspaceId, filter)) {
    if (part.push(row) < ROOTS_AT_ONCE) continue;
    await take(part);
    part = [];
    if (records.length === limit) break;
  }
  await take(part);
  return records;
}

function recordOf(
  traceId: string,
  { input, output }: { readonly input: unknown; readonly output: unknown },
  said: readonly Assessment[],
  hasFeedback: boolean,
): GivenRecord | undefined {
  if (input === undefined || input === null) return undefined;
  const inputs = input as JsonValue;
  const expected = said.filter(({ kind, isValid }) => isValid && kind === 'expectation');
  const judged = hasFeedback ? said.filter(isJudgement) : [];
  return {
    inputs: isObject(inputs) ? inputs : { input: inputs },
    ...(output !== undefined && { outputs: output as JsonValue }),
    ...(expected.length > 0 && { expectations: valuesOf(expected) }),
    ...(judged.length > 0 && { tags: tagsOf(judged) }),
    source: { source_type: 'TRACE', source_data: { trace_id: `tr-${traceId}` } },
  };
}

function isMeant(assessment: Assessment): boolean {
  return isJudgement(assessment) || (assessment.isValid && assessment.kind === 'expectation');
}

function isJudgement({ kind, isValid, error, value }: Assessment): boolean {
  return isValid && kind === 'feedback' && error === null && value !== null;
}

/** Of several of one name the latest. */
function valuesOf(assessments: readonly Assessment[]): JsonObject {
  return Object.fromEntries(assessments.map(({ name, value }) => [name, value]));
}

function tagsOf(assessments: readonly Assessment[]): JsonObject {
  return Object.fromEntries(
    assessments.map(({ name, value }) => [
      `feedback.${name}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
