import type { RedactionDryRun, RedactionDryRunRule, RedactionRuleBody } from '@tracewright/schema';
import type { Expression } from '../filter/expression.ts';
import { tracesOf } from '../routes/api/traces-of.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { StoredRedactionRule } from '../storage/tracking/privacy/redaction-rule-store.ts';
import { redactRequest } from './redact-request.ts';
import { Redactor } from './redactor.ts';

const MAX_SAMPLES = 5;
/** Characters of a sample before and behind what is hidden. */
const AROUND = 30;

export interface DryRunQuestion {
  readonly workspaceId: string;
  readonly filter: Expression;
  /** Of traces that are looked through, the latest first. */
  readonly limit: number;
  readonly rules: readonly Required<RedactionRuleBody>[];
  readonly secret: string;
}

/**
 * What rules would hide in stored traces. Each rule is counted as it would be at ingest: behind those before it.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` for a rule that is none.
 */
export async function redactionDryRun(
  { workspaceId, filter, limit, rules, secret }: DryRunQuestion,
  spans: Pick<SpanStore, 'listTraces' | 'getStoredSpans'>,
): Promise<RedactionDryRun> {
  const stored = rules.map(
    (rule, id): StoredRedactionRule => ({ ...rule, id: String(id), createdMs: 0, updatedMs: 0 }),
  );
  const counts = rules.map(() => 0);
  const samples = rules.map((): RedactionDryRunRule['samples'][number][] => []);
  const masking = new Redactor({ rules: stored.map((rule) => ({ ...rule, action: 'mask' })), secret });
  let at = { traceId: '', spanId: '' };
  const redactor = new Redactor({ rules: stored, secret }, (rule, key, text, start, end) => {
    counts[rule]! += 1;
    if (samples[rule]!.length < MAX_SAMPLES)
      samples[rule]!.push({ ...at, key, text: sampleOf(rule, key, text, start, end) });
  });
  /** What stands around may be somebody's as well. */
  const masked = (key: string, text: string): string => {
    const of = masking.rulesOf(key);
    return (of && masking.text(of, text)) ?? text;
  };
  const sampleOf = (rule: number, key: string, text: string, start: number, end: number): string => {
    const before = masked(key, text.slice(Math.max(0, start - AROUND), start));
    const behind = masked(key, text.slice(end, end + AROUND));
    return `${start > AROUND ? '…' : ''}${before}[${rules[rule]!.name}]${behind}${end + AROUND < text.length ? '…' : ''}`;
  };
  let [traceCount, spanCount, redactedSpanCount] = [0, 0, 0];
  for await (const traceId of tracesOf(spans, workspaceId, filter)) {
    if (traceCount === limit) break;
    traceCount++;
    for (const { record } of (await spans.getStoredSpans(workspaceId, traceId)) ?? []) {
      at = { traceId, spanId: record.spanId };
      spanCount++;
      if (redactRequest(record.payload, 'span', redactor) !== record.payload) redactedSpanCount++;
    }
  }
  const found = rules.map(({ name }, rule) => ({ name, matchCount: counts[rule]!, samples: samples[rule]! }));
  return { traceCount, spanCount, redactedSpanCount, rules: found };
}
