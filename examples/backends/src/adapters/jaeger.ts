import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Backend, ENCODINGS, type RunningBackend } from '../backend.ts';
import { installJaeger } from '../install/jaeger.ts';
import type { SeenSpan } from '../seen-span.ts';
import { dataFolder } from '../servers/data-folder.ts';
import { freePorts } from '../servers/free-ports.ts';
import { getJson } from '../servers/get-json.ts';
import { startServer } from '../servers/start-server.ts';

interface JaegerSpan {
  readonly traceID: string;
  readonly spanID: string;
  readonly operationName: string;
  readonly references: readonly { readonly refType: string; readonly spanID: string }[];
  readonly tags: readonly { readonly key: string; readonly value: unknown }[];
}

/** Where a step's texts are among the attributes. */
const INPUTS = [
  'gen_ai.input.messages',
  'gen_ai.retrieval.query.text',
  'gen_ai.tool.call.arguments',
  'tracewright.input',
];
const OUTPUTS = [
  'gen_ai.output.messages',
  'gen_ai.retrieval.documents',
  'gen_ai.tool.call.result',
  'tracewright.output',
];

/** Jaeger v2, traces in memory, read through the API of its web page. It knows no LLM: every attribute is a tag. */
export const jaeger: Backend = {
  name: 'Jaeger 2.13.0',
  encodings: ENCODINGS,
  install: async () => {
    const program = await installJaeger();
    return { start: () => start(program) };
  },
  shows: ({ otelKind, inputTokens, outputTokens, costUsd, input, output }) => ({
    kind: otelKind,
    inputTokens,
    outputTokens,
    costUsd,
    input,
    output,
  }),
};

async function start(program: string): Promise<RunningBackend> {
  const [otlp = 0, query = 0, queryGrpc = 0] = await freePorts(3);
  const data = dataFolder('jaeger');
  const config = join(data.path, 'config.json');
  writeFileSync(config, JSON.stringify(jaegerConfig(otlp, query, queryGrpc)));
  const url = `http://127.0.0.1:${query}`;
  const server = await startServer({
    file: program,
    args: ['--config', config],
    data,
    healthUrl: `${url}/api/services`,
  });
  return {
    endpoint: `http://127.0.0.1:${otlp}`,
    headers: {},
    readTrace: async (traceId) => {
      const found = await getJson<{ readonly data?: readonly { readonly spans: readonly JaegerSpan[] }[] }>(
        `${url}/api/traces/${traceId}`,
      );
      return (found.data?.[0]?.spans ?? []).map(seenSpan);
    },
    stop: () => server.stop(),
  };
}

/** YAML takes JSON. */
function jaegerConfig(otlp: number, query: number, queryGrpc: number): object {
  return {
    service: {
      extensions: ['jaeger_storage', 'jaeger_query'],
      pipelines: { traces: { receivers: ['otlp'], exporters: ['jaeger_storage_exporter'] } },
      telemetry: { metrics: { level: 'none' } },
    },
    extensions: {
      jaeger_storage: { backends: { store: { memory: { max_traces: 1_000 } } } },
      jaeger_query: {
        storage: { traces: 'store' },
        http: { endpoint: `127.0.0.1:${query}` },
        grpc: { endpoint: `127.0.0.1:${queryGrpc}` },
      },
    },
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${otlp}` } } } },
    exporters: { jaeger_storage_exporter: { trace_storage: 'store' } },
  };
}

function seenSpan({ traceID, spanID, operationName, references, tags }: JaegerSpan): SeenSpan {
  const tag = (name: string) => tags.find(({ key }) => key === name)?.value;
  const count = (name: string) => (tag(name) as number | undefined) ?? null;
  const text = (names: readonly string[]) =>
    names
      .map(tag)
      .filter((value) => value !== undefined)
      .join('\n');
  return {
    traceId: traceID,
    spanId: spanID,
    parentSpanId: references.find(({ refType }) => refType === 'CHILD_OF')?.spanID ?? null,
    name: operationName,
    kind: String(tag('span.kind')),
    error: tag('otel.status_code') === 'ERROR' ? String(tag('otel.status_description')) : null,
    inputTokens: count('gen_ai.usage.input_tokens'),
    outputTokens: count('gen_ai.usage.output_tokens'),
    costUsd: count('gen_ai.usage.cost'),
    input: text(INPUTS),
    output: text(OUTPUTS),
  };
}
