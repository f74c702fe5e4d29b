import { createHash } from 'node:crypto';
import type { AggregateGroup } from '@tracewright/schema';
import { MATCH_ALL } from '../filter/expression.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import { StoreError } from '../storage/store-error.ts';

/** The spans of one workspace, as both sides add them up. */
export interface SpanSums {
  readonly workspaceId: string;
  readonly spans: number;
  /** SHA-256 over what the spans of each day, kind and status add up to. */
  readonly sha256: string;
}

type Summed = Pick<SpanStore, 'aggregate'>;

/**
 * Compares what the spans themselves add up to on both sides, day by day in UTC: their number, failures, durations, tokens
 * and cost. Summaries of traces, which stand beside the spans, may be the same where spans are missing.
 *
 * @throws StoreError `STORE_UNREADABLE` naming the first day that is not the same.
 */
export async function requireSameSpans(
  workspaceId: string,
  { source, target }: { readonly source: Summed; readonly target: Summed },
): Promise<SpanSums> {
  const [wanted, found] = await Promise.all([source, target].map((store) => daysOf(workspaceId, store)));
  for (const day of [...new Set([...wanted!.keys(), ...found!.keys()])].sort()) {
    if (wanted!.get(day)?.text === found!.get(day)?.text) continue;
    const [of, at] = [wanted, found].map((days) => days!.get(day)?.spans ?? 0);
    throw new StoreError(
      'STORE_UNREADABLE',
      `the spans of ${workspaceId} of ${day} are not the same, though their traces are: ${of} spans, and ${at} at the target`,
    );
  }
  const hash = createHash('sha256');
  let spans = 0;
  for (const [day, sums] of [...wanted!].sort(([one], [two]) => (one < two ? -1 : 1))) {
    hash.update(`${day}\0${sums.text}\n`);
    spans += sums.spans;
  }
  return { workspaceId, spans, sha256: hash.digest('hex') };
}

interface DaySums {
  readonly spans: number;
  readonly text: string;
}

/** By day, such as `2026-03-01`. */
async function daysOf(workspaceId: string, store: Summed): Promise<ReadonlyMap<string, DaySums>> {
  const { groups } = await store.aggregate({
    ...{ workspaceId, of: 'spans', filter: MATCH_ALL, by: ['time', 'kind', 'status'], interval: '1d', zone: 'UTC' },
    ...{ attribution: false, order: 'count', limit: Number.MAX_SAFE_INTEGER },
  });
  const byDay = Map.groupBy(groups, ({ key }) =>
    new Date(Number(BigInt(key[0]!) / 1_000_000n)).toISOString().slice(0, 10),
  );
  return new Map(
    [...byDay].map(([day, ofDay]) => [
      day,
      { spans: ofDay.reduce((sum, { count }) => sum + count, 0), text: ofDay.map(textOf).sort().join('\n') },
    ]),
  );
}

function textOf({ key, count, errors, durationMs, inputTokens, outputTokens, costUsd }: AggregateGroup): string {
  // Microseconds and nano-USD, which both sides add up as whole numbers.
  const sums = [(durationMs?.sum ?? 0) * 1_000, inputTokens, outputTokens, costUsd && costUsd * 1e9];
  return JSON.stringify([key.slice(1), count, errors, ...sums.map((sum) => sum && comparable(sum))]);
}

/** A sum as far as it is the same in whatever order it was added up: beyond 2^53 each step rounds it. */
function comparable(sum: number): string {
  const whole = Math.round(sum);
  return Number.isSafeInteger(whole) ? String(whole) : whole.toPrecision(6);
}
