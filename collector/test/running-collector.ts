import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collector, readConfig, startCollector } from '@tracewright/collector';
import type { Page, SpanDetail, TraceDetail, TraceSkeleton, TraceSummary } from '@tracewright/schema';
import { onTestFinished } from 'vitest';

/** Starts a real collector on a free port over an empty folder; both are gone when the test is. */
export async function runningCollector(): Promise<Collector> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tracewright-collector-'));
  const collector = await startCollector(readConfig({ PORT: '0', TRACEWRIGHT_DATA: dataDir }, []), console.error);
  onTestFinished(async () => {
    await collector.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return collector;
}

/** What the collector's own API says of the traces it has. */
export function traceApi(url: string): TraceApi {
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${url}/api/v1${path}`);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    list: async () => (await get<Page<TraceSummary>>('/traces?limit=1000')).items,
    trace: (traceId) => get(`/traces/${traceId}`),
    skeleton: (traceId) => get(`/traces/${traceId}/skeleton`),
    span: (traceId, spanId) => get(`/traces/${traceId}/spans/${spanId}`),
  };
}

export interface TraceApi {
  list(): Promise<readonly TraceSummary[]>;
  trace(traceId: string): Promise<TraceDetail>;
  skeleton(traceId: string): Promise<TraceSkeleton>;
  span(traceId: string, spanId: string): Promise<SpanDetail>;
}
