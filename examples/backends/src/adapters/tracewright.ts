import { type Collector, readConfig, startCollector } from '@tracewright/collector';
import { type SpanDetail, STEP_KINDS, type TraceSkeleton } from '@tracewright/schema';
import { type Backend, ENCODINGS, type RunningBackend } from '../backend.ts';
import type { SeenSpan } from '../seen-span.ts';
import { dataFolder } from '../servers/data-folder.ts';
import { getJson } from '../servers/get-json.ts';

/** Our own collector, in this process, read through `/api/v1`. */
export const tracewright: Backend = {
  name: 'Tracewright collector',
  encodings: ENCODINGS,
  install: async () => ({ start }),
  shows: ({ kind, inputTokens, outputTokens, costUsd, input, output }) => ({
    kind,
    inputTokens,
    outputTokens,
    costUsd,
    input,
    output,
  }),
};

async function start(): Promise<RunningBackend> {
  const { collector, stop } = await startOwnCollector();
  return { endpoint: collector.url, headers: {}, readTrace: (traceId) => readTrace(collector.url, traceId), stop };
}

/** On a free port over an empty folder. */
export async function startOwnCollector(): Promise<{ readonly collector: Collector; stop(): Promise<void> }> {
  const data = dataFolder('collector');
  const collector = await startCollector(readConfig({ PORT: '0', TRACEWRIGHT_DATA: data.path }, []), console.error);
  return {
    collector,
    stop: async () => {
      await collector.close();
      data.remove();
    },
  };
}

/** @param url Of a collector of ours. */
export async function readTrace(url: string, traceId: string): Promise<readonly SeenSpan[]> {
  const trace = `${url}/api/v1/traces/${traceId}`;
  const { spanId: spanIds = [], kind: kinds = [] } = await getJson<TraceSkeleton>(`${trace}/skeleton`);
  return Promise.all(
    spanIds.map(async (spanId, at) => {
      const span = (await getJson<SpanDetail>(`${trace}/spans/${spanId}`)) as SpanDetail;
      return seenSpan(span, STEP_KINDS[kinds[at] ?? -1] ?? 'unknown');
    }),
  );
}

function seenSpan(
  { traceId, spanId, parentSpanId, name, status, statusMessage, usage, cost, content }: SpanDetail,
  kind: string,
): SeenSpan {
  const { system, inputMessages, input, outputMessages, documents, output } = content;
  return {
    traceId,
    spanId,
    parentSpanId,
    name,
    kind,
    error: status === 'error' ? (statusMessage ?? '') : null,
    inputTokens: usage.inputTokens ?? null,
    outputTokens: usage.outputTokens ?? null,
    costUsd: cost?.totalUsd ?? null,
    input: shown([...system, ...inputMessages], input),
    output: shown([...outputMessages, ...documents], output),
  };
}

function shown(messages: readonly object[], value: unknown): string {
  return `${messages.length > 0 ? JSON.stringify(messages) : ''}${value === undefined ? '' : JSON.stringify(value)}`;
}
