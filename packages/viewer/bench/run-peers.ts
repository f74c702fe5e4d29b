/**
 * `npm run bench:peers -w packages/viewer [-- 1000 10000]`: opens the very same traces in other back-ends' pages and in
 * ours, in one browser and one run, and prints how long each takes to show rows. A back-end that cannot be had here is
 * left out, and the reason said.
 */
import { cpus } from 'node:os';
import { agentSpans } from '../test/agent-spans.ts';
import { launchBrowser, whyNoBrowser } from '../test/browser.ts';
import { seededRandom } from '../test/random.ts';
import { bigTraceId } from '../test/samples.ts';
import { toProtobuf } from './otlp-protobuf.ts';
import { otlpRequests } from './otlp-spans.ts';
import { peerFigures } from './peer-figures.ts';
import { realCollector } from './real-collector.ts';

/** Of `examples/backends`: what is needed of one of its back-ends. They are found when this runs, as files beside us. */
interface Backend {
  readonly name: string;
  install(): Promise<{ start(): Promise<RunningBackend> }>;
}

interface RunningBackend {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

interface Opened {
  readonly name: string;
  readonly backend: RunningBackend;
  readonly isProtobuf: boolean;
  readonly addressOf: (traceId: string) => string;
}

const ADAPTERS = new URL('../../../examples/backends/src/adapters/', import.meta.url);
const PEERS = [
  {
    id: 'mlflow',
    isProtobuf: false,
    pathOf: (traceId: string) => `/#/experiments/0/traces?selectedEvaluationId=tr-${traceId}`,
  },
  { id: 'phoenix', isProtobuf: true, pathOf: (traceId: string) => `/redirects/traces/${traceId}` },
] as const;

const asked = process.argv.slice(2).map(Number).filter(Number.isInteger);
const sizes = asked.length > 0 ? asked : [1_000, 10_000];
const browser = await launchBrowser();
if (!browser) throw new Error(whyNoBrowser());
const opened: Opened[] = [await ours()];
for (const { id, isProtobuf, pathOf } of PEERS) {
  try {
    const adapter = (await import(`${ADAPTERS}${id}.ts`)) as Readonly<Record<string, Backend>>;
    const { name, install } = adapter[id]!;
    const backend = await (await install()).start();
    opened.push({ name, backend, isProtobuf, addressOf: (traceId) => `${backend.endpoint}${pathOf(traceId)}` });
  } catch (error) {
    console.log(`${id} is left out: ${error instanceof Error ? error.message : String(error)}`);
  }
}
console.log('Jaeger is left out: its page is no part of the module that it is built from.\n');
try {
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Chromium ${browser.version()}\n`);
  console.log(
    '| page | spans | first rows, ms | blocked, ms | DOM nodes | transferred, kB |\n|---|---|---|---|---|---|',
  );
  for (const size of sizes) {
    const startNs = BigInt(Date.now() - 3_600_000) * 1_000_000n;
    const spans = agentSpans(seededRandom(size), size);
    const requests = otlpRequests({ traceId: bigTraceId(size), startNs, spans });
    for (const { name, backend, isProtobuf, addressOf } of opened) {
      try {
        await send(backend, requests, isProtobuf);
        const figures = await peerFigures(browser, addressOf(bigTraceId(size)), 'turn 1');
        console.log(`| ${[name, size, ...figures].join(' | ')} |`);
      } catch (error) {
        console.log(`| ${name} | ${size} | ${String(error).split('\n')[0]} | | | |`);
      }
    }
  }
} finally {
  await browser.close();
  await Promise.all(opened.map(({ backend }) => backend.stop()));
}

async function ours(): Promise<Opened> {
  const { url, stop } = await realCollector();
  const backend = { endpoint: url, headers: {}, stop };
  return { name: 'Tracewright', backend, isProtobuf: false, addressOf: (traceId) => `${url}/traces/${traceId}` };
}

async function send(
  { endpoint, headers }: RunningBackend,
  requests: readonly string[],
  isProtobuf: boolean,
): Promise<void> {
  for (const request of requests) {
    const type = isProtobuf ? 'application/x-protobuf' : 'application/json';
    const response = await fetch(`${endpoint}/v1/traces`, {
      method: 'POST',
      headers: { ...headers, 'content-type': type },
      body: isProtobuf ? new Uint8Array(toProtobuf(request)) : request,
    });
    if (!response.ok) throw new Error(`${endpoint} answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  }
}
