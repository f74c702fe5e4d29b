import { setTimeout as delay } from 'node:timers/promises';
import type { AggregateAnswer } from '@tracewright/schema';
import type { CollectorProcess } from './collector-process.test.support.ts';

const JSON_HEADERS = { 'content-type': 'application/json' };

/** An OTLP request of whole traces, each of `spans` spans; the same number is the same trace, sent once more. */
export function requestOf(numbers: readonly number[], spans: number, startMs: number = Date.UTC(2026, 0, 1)): string {
  const all = numbers.flatMap((number) =>
    Array.from({ length: spans }, (_, index) => ({
      traceId: hex(number, 32),
      spanId: hex(number * 1_000 + index + 1, 16),
      ...(index > 0 && { parentSpanId: hex(number * 1_000 + 1, 16) }),
      name: index === 0 ? 'answer' : 'chat demo-small',
      kind: 1,
      startTimeUnixNano: `${startMs + number}000000`,
      endTimeUnixNano: `${startMs + number + 500}000000`,
      attributes: [{ key: 'tracewright.input', value: { stringValue: `What about order ${number}? `.repeat(20) } }],
    })),
  );
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: all }] }] });
}

/** How a request went: its status, or 0 where no answer came. */
export async function send(url: string, body: string): Promise<number> {
  try {
    const answer = await fetch(`${url}/v1/traces`, { method: 'POST', headers: JSON_HEADERS, body });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}

/** Sends as OTel's exporters do: again, for as long as it is told to come again. @returns every status on the way. */
export async function sendUntilTaken(url: string, body: string, waitMs: number): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (;;) {
    const status = await send(url, body);
    statuses.push(status);
    if (![0, 429, 503].includes(status)) return statuses;
    await delay(waitMs);
  }
}

/** How many traces and spans the collector says that it has. */
export async function stored({ url }: Pick<CollectorProcess, 'url'>): Promise<{ traces: number; spans: number }> {
  const [traces, spans] = await Promise.all(['traces', 'spans'].map((of) => count(url, of)));
  return { traces: traces!, spans: spans! };
}

async function count(url: string, of: string): Promise<number> {
  const answer = await fetch(`${url}/api/v1/aggregates?of=${of}`);
  if (!answer.ok) throw new Error(`the aggregates of ${of} answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as AggregateAnswer).groups[0]?.count ?? 0;
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}
