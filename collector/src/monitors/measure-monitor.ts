import { createHash } from 'node:crypto';
import type { DriftMeasure, DriftReading, FeedbackValue, NewDriftMonitor } from '@tracewright/schema';
import { allOf, compare } from '../filter/expression.ts';
import type { Notes } from '../filter/resolve-notes.ts';
import { meantTraces } from '../online/meant-traces.ts';
import type { OnlineDeps } from '../online/online-deps.ts';
import { rowsOf } from '../routes/api/traces-of.ts';
import type { SpanStore, StoredSpan, TraceRow } from '../storage/spans/span-store.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import type { DriftJob } from './drift-in-thread.ts';

/** Traces that a sample is chosen from, the newest of its window, and how many it has. */
const MAX_LISTED = 5_000;
const SAMPLE = 400;
/** Roots that are read at once. */
const ROOTS_AT_ONCE = 50;

/** Compares samples away from the thread that answers requests. */
export interface SampleComparing {
  compare(job: DriftJob): Promise<readonly DriftMeasure[]>;
}

export interface MonitorDeps {
  readonly spans: Pick<SpanStore, 'listTraces' | 'getSpansById'>;
  readonly notes: Notes & Pick<TrackingStores['notes'], 'judgementsOn'>;
  readonly experiments: OnlineDeps['experiments'];
  readonly thread: SampleComparing;
  readonly nowMs: () => number;
}

interface Window {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

/** Measures a monitor as it is now. @throws FilterError, or what asking for vectors throws */
export async function measureMonitor(
  workspaceId: string,
  monitor: NewDriftMonitor,
  deps: MonitorDeps,
): Promise<DriftReading> {
  const nowMs = deps.nowMs();
  const [before, now] = windowsOf(monitor, nowMs);
  const [reference, current] = [
    await rowsIn(workspaceId, monitor.filter, before, deps),
    await rowsIn(workspaceId, monitor.filter, now, deps),
  ];
  const job = await jobOf(workspaceId, monitor, reference, current, deps);
  return {
    atNs: String(nsOf(nowMs)),
    referenceCount: job.reference.length,
    currentCount: job.current.length,
    measures: await deps.thread.compare(job),
  };
}

async function jobOf(
  workspaceId: string,
  { subject, embeddings }: NewDriftMonitor,
  reference: readonly TraceRow[],
  current: readonly TraceRow[],
  deps: MonitorDeps,
): Promise<DriftJob> {
  if (subject.kind === 'score') {
    const { name } = subject;
    return {
      kind: 'scores',
      reference: await judgementsOf(workspaceId, name, reference, deps),
      current: await judgementsOf(workspaceId, name, current, deps),
    };
  }
  return {
    kind: 'prompts',
    reference: await rootsOf(workspaceId, sampled(reference), deps),
    current: await rootsOf(workspaceId, sampled(current), deps),
    embeddings,
  };
}

function windowsOf({ windowMs, reference }: NewDriftMonitor, nowMs: number): readonly [Window, Window] {
  const now = { fromNs: nsOf(nowMs - windowMs), toNs: nsOf(nowMs) };
  if (reference.kind === 'fixed') return [{ fromNs: BigInt(reference.fromNs), toNs: BigInt(reference.toNs) }, now];
  return [{ fromNs: nsOf(nowMs - windowMs - reference.lengthMs), toNs: now.fromNs }, now];
}

async function rowsIn(
  workspaceId: string,
  filter: string,
  { fromNs, toNs }: Window,
  deps: MonitorDeps,
): Promise<readonly TraceRow[]> {
  const meant = await meantTraces(filter, workspaceId, deps);
  const within = allOf(meant, compare('time', '>=', fromNs), compare('time', '<', toNs));
  const rows: TraceRow[] = [];
  for await (const row of rowsOf(deps.spans, workspaceId, within, 1_000)) if (rows.push(row) >= MAX_LISTED) break;
  return rows;
}

/** The same traces whenever it is asked, from all over the window. */
function sampled(rows: readonly TraceRow[]): readonly TraceRow[] {
  const keyed = rows.map((row) => ({ row, key: createHash('sha256').update(row.traceId).digest('hex') }));
  return keyed
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, SAMPLE)
    .map(({ row }) => row);
}

async function rootsOf(
  workspaceId: string,
  rows: readonly TraceRow[],
  { spans }: MonitorDeps,
): Promise<readonly StoredSpan[]> {
  const roots: StoredSpan[] = [];
  for (let from = 0; from < rows.length; from += ROOTS_AT_ONCE) {
    const ids = rows
      .slice(from, from + ROOTS_AT_ONCE)
      .map(({ traceId, rootSpanId }) => ({ traceId, spanId: rootSpanId }));
    for (const { record, ...rest } of await spans.getSpansById(workspaceId, ids)) {
      roots.push({ ...rest, record: { ...record, payload: record.payload.slice() } });
    }
  }
  return roots;
}

async function judgementsOf(
  workspaceId: string,
  name: string,
  rows: readonly TraceRow[],
  { notes }: MonitorDeps,
): Promise<readonly FeedbackValue[]> {
  if (rows.length === 0) return [];
  const judgements = await notes.judgementsOn(
    workspaceId,
    rows.map(({ traceId }) => traceId),
  );
  return judgements.filter((judgement) => judgement.name === name).map(({ value }) => value);
}

function nsOf(ms: number): bigint {
  return BigInt(Math.round(ms)) * 1_000_000n;
}
