import { createPricer } from '@tracewright/pricing';
import type { RedactionRuleBody } from '@tracewright/schema';
import { LlmRequests } from '../bench/llm-requests.ts';
import { prepareRequest } from '../ingest/prepare-request.ts';
import { encodeJsonTraceRequest } from '../otlp/encode-json-trace-request.ts';
import type { WorkspaceRules } from '../storage/tracking/privacy/redaction-rule-store.ts';
import { WorkspaceRedactors } from './workspace-redactors.ts';

/**
 * Measures what rules cost on the way from a body to records: run this file with `node --conditions=tracewright-source`.
 * Bodies are those of `prepare-request.bench.ts`; each set of rules is measured in turns with none, so that what else the
 * machine does falls on both.
 */
const SPANS_A_REQUEST = 512;
const TURNS = Number(process.env.BENCH_TURNS ?? 12);
const TURN_MS = 250;

const PATTERNS = ['(?i)project\\s+falcon', 'ticket-\\d{6}', '\\b\\d{3}-\\d{2}-\\d{4}\\b', 'acct_[a-z0-9]{12}'];
const preset = (value: string): Partial<RedactionRuleBody> => ({ kind: 'preset', value });
const pattern = (value: string): Partial<RedactionRuleBody> => ({ kind: 'pattern', value });
const SETS: Readonly<Record<string, readonly Partial<RedactionRuleBody>[]>> = {
  'one preset': [preset('email')],
  'one pattern': [pattern(PATTERNS[0]!)],
  'four presets': ['email', 'card', 'iban', 'secret'].map(preset),
  'ten rules': [
    ...['email', 'card', 'iban', 'secret'].map(preset),
    ...PATTERNS.map(pattern),
    { kind: 'jsonPath', value: '$..password' },
    { kind: 'attribute', value: 'enduser.*' },
  ],
};

const pricer = createPricer();
const bodies = [1, 2, 3, 4].map(
  (seed) => new Uint8Array(encodeJsonTraceRequest(new LlmRequests(seed).json(SPANS_A_REQUEST))),
);
const request = (body: Uint8Array) =>
  ({ signal: 'traces', workspaceId: 'default', experimentId: '', runId: '', encoding: 'protobuf', body }) as const;
const none = new WorkspaceRedactors([]);

for (const [name, rules] of Object.entries(SETS)) {
  const asked = new WorkspaceRedactors([rulesOf(rules)]);
  const spent = { without: 0, with: 0 };
  for (let turn = 0; turn < TURNS + 2; turn++) {
    const isWarm = turn >= 2;
    const [left, right] = [microsecondsASpan(none), microsecondsASpan(asked)];
    if (isWarm) spent.without += left / TURNS;
    if (isWarm) spent.with += right / TURNS;
  }
  console.log(`${name}: ${spent.without.toFixed(1)} µs a span without, ${spent.with.toFixed(1)} µs with`);
}

/** CPU time, user and system. */
function microsecondsASpan(redactors: WorkspaceRedactors): number {
  const startCpu = process.cpuUsage();
  const endMs = performance.now() + TURN_MS;
  let rounds = 0;
  while (performance.now() < endMs)
    prepareRequest(redactors.request(request(bodies[rounds++ % bodies.length]!)), pricer);
  const { user, system } = process.cpuUsage(startCpu);
  return (user + system) / (rounds * SPANS_A_REQUEST);
}

function rulesOf(rules: readonly Partial<RedactionRuleBody>[]): WorkspaceRules {
  const whole = rules.map((rule, index) => ({
    ...({ kind: 'preset', value: 'email', keys: [], action: 'mask', isEnabled: true } as const),
    ...{ ...rule, name: `R${index}`, id: String(index), createdMs: 0, updatedMs: 0 },
  }));
  return { workspaceId: 'default', secret: 'key', rules: whole };
}
