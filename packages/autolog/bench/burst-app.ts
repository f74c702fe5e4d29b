/** `node burst-app.ts <variant> <endpoint>`: makes the spans, waits until they have been sent, prints its figures. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { TracerProvider } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { autolog } from '@tracewright/autolog';

/** What one process has seen. */
export interface BurstResult {
  readonly longestMs: number;
  /** CPU time of the app's thread, the most between two timers that were due a millisecond after one another. */
  readonly longestCpuMs: number;
  readonly p99Ms: number;
  readonly cpuMs: number;
  readonly received: number;
}

/** As much text in each burst, and in each of its turns. */
const BURST_BYTES = 40_000_000;
const TURN_BYTES = 100_000;
const RESOLUTION_MS = 1;

interface Variant {
  readonly provider: TracerProvider;
  flush(): Promise<void>;
}

const [, , name = '', endpoint = ''] = process.argv;
/** Of the text of a span. */
const sizeBytes = name.includes('200 kB') ? 200_000 : 4_000;
const spans = BURST_BYTES / sizeBytes;
const spansPerTurn = Math.max(1, TURN_BYTES / sizeBytes);
const { provider, flush } = variant();
const tracer = provider.getTracer('bench');
// Everything that is loaded in the background is there before the figures count.
burst(spans / 50);
await flush();
await wait(300);
burst(spans / 50);
await flush();

const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
const before = process.cpuUsage();
delays.enable();
let longestCpuMs = 0;
for (let made = 0; made < spans; made += spansPerTurn) {
  const turn = process.threadCpuUsage();
  burst(spansPerTurn);
  await wait(1);
  const used = process.threadCpuUsage(turn);
  longestCpuMs = Math.max(longestCpuMs, (used.user + used.system) / 1e3);
}
await flush();
delays.disable();
const { user, system } = process.cpuUsage(before);
const overMs = (ns: number): number => Math.max(0, ns / 1e6 - RESOLUTION_MS);
console.log(
  JSON.stringify({
    longestMs: overMs(delays.max),
    longestCpuMs,
    p99Ms: overMs(delays.percentile(99)),
    cpuMs: (user + system) / 1e3,
  } satisfies Omit<BurstResult, 'received'>),
);

function burst(count: number): void {
  for (let i = 0; i < count; i++) {
    const text = Buffer.alloc(sizeBytes, `"${i} of a burst"`).toString('latin1');
    tracer.startSpan(`span ${i}`, { attributes: { 'bench.mark': i, 'gen_ai.input.messages': text } }).end();
  }
}

function variant(): Variant {
  if (name.startsWith('no export')) return { provider: new BasicTracerProvider(), flush: async () => {} };
  if (name.startsWith('OTel')) {
    const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
    const own = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
    return { provider: own, flush: () => own.forceFlush() };
  }
  const tracing = autolog({
    endpoint,
    openai: false,
    langchain: false,
    protocol: name.includes('protobuf') ? 'http/protobuf' : 'http/json',
    compression: name.includes('gzip') ? 'gzip' : 'none',
  });
  return { provider: tracing.tracerProvider, flush: tracing.flush };
}
