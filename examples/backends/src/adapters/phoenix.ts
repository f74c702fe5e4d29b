import { join } from 'node:path';
import { type Backend, ENCODINGS, type RunningBackend } from '../backend.ts';
import { pythonEnvironment } from '../install/python-environment.ts';
import type { SeenSpan } from '../seen-span.ts';
import { dataFolder } from '../servers/data-folder.ts';
import { freePorts } from '../servers/free-ports.ts';
import { getJson } from '../servers/get-json.ts';
import { startServer } from '../servers/start-server.ts';

const VERSION = '20.26.1';

/** A span as Phoenix's own pages ask for it. */
interface PhoenixSpan {
  readonly spanId: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly spanKind: string;
  readonly statusCode: string;
  readonly tokenCountPrompt: number | null;
  readonly tokenCountCompletion: number | null;
  readonly costSummary: { readonly total: { readonly cost: number | null } } | null;
  readonly input: { readonly value: string } | null;
  readonly output: { readonly value: string } | null;
  /** JSON text, nested by the dots of the names. */
  readonly attributes: string;
}

const QUERY = `query ($traceId: ID!) {
  projects(first: 100) { edges { node { trace(traceId: $traceId) { spans(first: 1000) { edges { node {
    spanId parentId name spanKind statusCode tokenCountPrompt tokenCountCompletion
    costSummary { total { cost } } input { value } output { value } attributes
  } } } } } } }
}`;

interface Edges<T> {
  readonly edges: readonly { readonly node: T }[];
}

interface Answer {
  readonly data: {
    readonly projects: Edges<{ readonly trace: { readonly spans: Edges<PhoenixSpan> } | null }>;
  };
}

const KINDS: Readonly<Record<string, string>> = { llm: 'llm', tool: 'tool', embedding: 'embedding' };

/** Phoenix, which reads OpenInference and makes it out of the GenAI attributes; it takes protobuf only. */
export const phoenix: Backend = {
  name: `Phoenix ${VERSION}`,
  encodings: ENCODINGS.filter(({ protocol }) => protocol === 'http/protobuf'),
  install: async () => {
    const programs = await pythonEnvironment(`arize-phoenix==${VERSION}`);
    return { start: () => start(join(programs, 'phoenix')) };
  },
  shows: ({ kind, inputTokens, outputTokens, input, output }) => {
    const hasMessages = kind === 'llm' || kind === 'tool';
    const isEmbedding = kind === 'embedding';
    return {
      kind: KINDS[kind] ?? 'unknown',
      // It counts the tokens of model calls alone, and takes none for 0.
      inputTokens: kind === 'llm' ? (inputTokens ?? 0) : null,
      outputTokens: kind === 'llm' ? (outputTokens ?? 0) : null,
      // It computes costs itself, from prices of its own, and has none for these models.
      costUsd: null,
      input: hasMessages ? input : '',
      output: isEmbedding ? '{"model": "demo-embedding"}' : hasMessages ? output : '',
    };
  },
};

async function start(program: string): Promise<RunningBackend> {
  const [http = 0, grpc = 0] = await freePorts(2);
  const data = dataFolder('phoenix');
  const url = `http://127.0.0.1:${http}`;
  const server = await startServer({
    file: program,
    args: ['serve'],
    folder: data.path,
    env: {
      PHOENIX_HOST: '127.0.0.1',
      PHOENIX_PORT: String(http),
      PHOENIX_GRPC_PORT: String(grpc),
      PHOENIX_WORKING_DIR: data.path,
      PHOENIX_TELEMETRY_ENABLED: 'false',
      PHOENIX_ALLOW_EXTERNAL_RESOURCES: 'false',
    },
    healthUrl: `${url}/readyz`,
  });
  return {
    endpoint: url,
    headers: {},
    readTrace: (traceId) => readTrace(url, traceId),
    stop: async () => {
      await server.stop();
      data.remove();
    },
  };
}

async function readTrace(url: string, traceId: string): Promise<readonly SeenSpan[]> {
  const { data } = await getJson<Answer>(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY, variables: { traceId } }),
  });
  const spans = data?.projects.edges.flatMap(({ node }) => node.trace?.spans.edges ?? []) ?? [];
  return spans.map(({ node }) => seenSpan(traceId, node));
}

function seenSpan(traceId: string, span: PhoenixSpan): SeenSpan {
  const { llm, tool } = JSON.parse(span.attributes) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return {
    traceId,
    spanId: span.spanId,
    parentSpanId: span.parentId,
    name: span.name,
    kind: span.spanKind,
    isError: span.statusCode === 'ERROR',
    inputTokens: span.tokenCountPrompt,
    outputTokens: span.tokenCountCompletion,
    costUsd: span.costSummary?.total.cost ?? null,
    input: shown(llm?.input_messages ?? tool?.parameters, span.input),
    output: shown(llm?.output_messages, span.output),
  };
}

function shown(messages: unknown, value: { readonly value: string } | null): string {
  return messages === undefined ? (value?.value ?? '') : JSON.stringify(messages);
}
