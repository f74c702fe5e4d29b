import { join } from 'node:path';
import type { StepKind } from '@tracewright/schema';
import type { Backend, RunningBackend } from '../backend.ts';
import { pythonEnvironment } from '../install/python-environment.ts';
import type { SeenSpan, ShownStep } from '../seen-span.ts';
import { dataFolder } from '../servers/data-folder.ts';
import { freePorts } from '../servers/free-ports.ts';
import { getJson } from '../servers/get-json.ts';
import { startServer } from '../servers/start-server.ts';
import type { ShopStep } from '../shop/steps.ts';

const VERSION = '20.26.1';

/** A span as Phoenix's own pages ask for it. */
interface PhoenixSpan {
  readonly spanId: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly spanKind: string;
  readonly statusCode: string;
  readonly statusMessage: string;
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
    spanId parentId name spanKind statusCode statusMessage tokenCountPrompt tokenCountCompletion
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

/** Phoenix makes them out of the operation; a step without one has none. */
const KINDS: Partial<Record<StepKind, string>> = {
  llm: 'llm',
  tool: 'tool',
  retriever: 'retriever',
  embedding: 'embedding',
};
const OWN_KINDS: Partial<Record<StepKind, string>> = { ...KINDS, chain: 'chain', prompt: 'prompt', parser: 'chain' };

/** Phoenix, which reads OpenInference and makes it out of the GenAI attributes; it takes protobuf only. */
export const phoenix: Backend = {
  name: `Phoenix ${VERSION}`,
  encodings: [
    { protocol: 'http/protobuf', compression: 'none' },
    { protocol: 'http/protobuf', compression: 'gzip' },
  ],
  install: async () => {
    const programs = await pythonEnvironment(`arize-phoenix==${VERSION}`);
    return { start: () => start(join(programs, 'phoenix')) };
  },
  shows: (step) => {
    const shown = { ...shownNumbers(step), kind: KINDS[step.kind] ?? 'unknown' };
    if (['llm', 'tool', 'retriever'].includes(step.kind)) return { ...shown, input: step.input, output: step.output };
    return { ...shown, input: '', output: shownOutput(step, '') };
  },
  ownDialect: {
    name: 'openinference',
    shows: (step) => ({
      ...shownNumbers(step),
      kind: OWN_KINDS[step.kind] ?? 'unknown',
      input: step.input,
      output: shownOutput(step, step.output),
    }),
  },
};

/** It counts the tokens of model calls alone, taking none for 0, and has no price for these models. */
function shownNumbers({ kind, inputTokens, outputTokens }: ShopStep): Omit<ShownStep, 'kind' | 'input' | 'output'> {
  const isCounted = kind === 'llm';
  return {
    inputTokens: isCounted ? (inputTokens ?? 0) : null,
    outputTokens: isCounted ? (outputTokens ?? 0) : null,
    costUsd: null,
  };
}

function shownOutput({ kind }: ShopStep, output: string): string {
  return kind === 'embedding' ? '{"model": "demo-embedding"}' : output;
}

async function start(program: string): Promise<RunningBackend> {
  const [http = 0, grpc = 0] = await freePorts(2);
  const data = dataFolder('phoenix');
  const url = `http://127.0.0.1:${http}`;
  const server = await startServer({
    file: program,
    args: ['serve'],
    data,
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
    stop: () => server.stop(),
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
  const { llm, tool, retrieval } = JSON.parse(span.attributes) as Readonly<
    Record<string, Readonly<Record<string, unknown>>>
  >;
  return {
    traceId,
    spanId: span.spanId,
    parentSpanId: span.parentId,
    name: span.name,
    kind: span.spanKind,
    error: span.statusCode === 'ERROR' ? span.statusMessage : null,
    inputTokens: span.tokenCountPrompt,
    outputTokens: span.tokenCountCompletion,
    costUsd: span.costSummary?.total.cost ?? null,
    input: shown(llm?.input_messages ?? tool?.parameters, span.input),
    output: shown(llm?.output_messages ?? retrieval?.documents, span.output),
  };
}

function shown(messages: unknown, value: { readonly value: string } | null): string {
  return messages === undefined ? (value?.value ?? '') : JSON.stringify(messages);
}
