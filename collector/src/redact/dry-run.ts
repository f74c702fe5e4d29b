import type { RedactionDryRun, RedactionDryRunRule, RedactionFinding, RedactionRuleBody } from '@tracewright/schema';
import type { Expression } from '../filter/expression.ts';
import { tracesOf } from '../routes/api/traces-of.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { StoredRedactionRule } from '../storage/tracking/privacy/redaction-rule-store.ts';
import { redactRequest } from './redact-request.ts';
import { Redactor } from './redactor.ts';

const MAX_SAMPLES = 5;
/** Characters of a sample before and behind what is hidden. */
const AROUND = 30;
/** Characters before and behind that are looked through for what is to be hidden as well. */
const LOOKED_AT = 2_000;
/** Characters of what is hidden that are told where that was asked for. */
const MAX_FOUND = 200;

export interface DryRunQuestion {
  readonly workspaceId: string;
  readonly filter: Expression;
  /** Of traces that are looked through, the latest first. */
  readonly limit: number;
  readonly rules: readonly Required<RedactionRuleBody>[];
  readonly secret: string;
  /** Whether samples say what is stored, too. */
  readonly showsStored?: boolean | undefined;
}

/**
 * What rules would hide in stored traces. Each rule is counted as it would be at ingest: behind those before it.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` for a rule that is none.
 */
export async function redactionDryRun(
  { workspaceId, filter, limit, rules, secret, showsStored = false }: DryRunQuestion,
  spans: Pick<SpanStore, 'listTraces' | 'getStoredSpans'>,
): Promise<RedactionDryRun> {
  const stored = rules.map(asStored);
  const counts = rules.map(() => 0);
  const samples = rules.map((): RedactionDryRunRule['samples'][number][] => []);
  const masking = new Redactor({ rules: stored.map((rule) => ({ ...rule, action: 'mask' })), secret });
  let at = { traceId: '', spanId: '' };
  const redactor = new Redactor({ rules: stored, secret }, (rule, key, text, start, end) => {
    counts[rule]! += 1;
    if (samples[rule]!.length === MAX_SAMPLES) return;
    const sample = { ...at, key, text: sampleOf(rule, key, text, start, end) };
    samples[rule]!.push(showsStored ? { ...sample, stored: storedOf(text, start, end) } : sample);
  });
  /** What stands around may be somebody's as well. */
  const masked = (key: string, text: string): string => {
    const of = masking.rulesOf(key);
    return (of && masking.text(of, text)) ?? text;
  };
  const sampleOf = (rule: number, key: string, text: string, start: number, end: number): string => {
    // More of it is looked through than shown: what is hidden may begin before what is shown, or go on behind it.
    const before = masked(key, text.slice(Math.max(0, start - LOOKED_AT), start)).slice(-AROUND);
    const behind = masked(key, text.slice(end, end + LOOKED_AT)).slice(0, AROUND);
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

/** A rule that is tried without being kept. */
export function asStored(rule: Required<RedactionRuleBody>, index: number): StoredRedactionRule {
  return { ...rule, id: String(index), createdMs: 0, updatedMs: 0 };
}

function storedOf(text: string, start: number, end: number): RedactionFinding {
  const before = `${start > AROUND ? '…' : ''}${text.slice(Math.max(0, start - AROUND), start)}`;
  const found = end - start > MAX_FOUND ? `${text.slice(start, start + MAX_FOUND)}…` : text.slice(start, end);
  const behind = `${text.slice(end, end + AROUND)}${end + AROUND < text.length ? '…' : ''}`;
  return { text: `${before}${found}${behind}`, start: before.length, end: before.length + found.length };
}
