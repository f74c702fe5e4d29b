import { join } from 'node:path';
import type { StepKind } from '@tracewright/schema';
import { type Backend, ENCODINGS, type RunningBackend } from '../backend.ts';
import { pythonEnvironment } from '../install/python-environment.ts';
import type { SeenSpan } from '../seen-span.ts';
import { dataFolder } from '../servers/data-folder.ts';
import { freePorts } from '../servers/free-ports.ts';
import { getJson } from '../servers/get-json.ts';
import { startServer } from '../servers/start-server.ts';

const VERSION = '3.17.2';

/** A span as MLflow's own pages ask for it. */
interface MlflowSpan {
  /** Base64, as `span_id` and `parent_span_id`. */
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_span_id: string | null;
  readonly name: string;
  readonly status: { readonly code: string; readonly message: string };
  /** Each value is a JSON text. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** MLflow makes them out of the operation; a step without one has none. */
const KINDS: Partial<Record<StepKind, string>> = { llm: 'CHAT_MODEL', tool: 'TOOL', embedding: 'EMBEDDING' };
const OWN_KINDS: Partial<Record<StepKind, string>> = {
  ...KINDS,
  retriever: 'RETRIEVER',
  chain: 'CHAIN',
  prompt: 'CHAIN',
  parser: 'PARSER',
};

/** MLflow on SQLite, which makes its own attributes out of the GenAI ones. */
export const mlflow: Backend = {
  name: `MLflow ${VERSION}`,
  encodings: ENCODINGS,
  install: async () => {
    const programs = await pythonEnvironment(`mlflow==${VERSION}`);
    return { start: () => start(join(programs, 'mlflow')) };
  },
  shows: ({ kind, inputTokens, outputTokens, input, output }) => {
    const hasTexts = kind === 'llm' || kind === 'tool';
    return {
      kind: KINDS[kind] ?? 'UNKNOWN',
      inputTokens,
      outputTokens,
      // It computes costs itself, from prices of its own, and has none for these models.
      costUsd: null,
      input: hasTexts ? input : '',
      output: hasTexts ? output : '',
    };
  },
  ownDialect: {
    name: 'mlflow',
    shows: ({ kind, inputTokens, outputTokens, costUsd, input, output }) => ({
      kind: OWN_KINDS[kind] ?? 'UNKNOWN',
      inputTokens,
      // Of an embedding it is told that there are none.
      outputTokens: kind === 'embedding' ? 0 : outputTokens,
      costUsd,
      input,
      output,
    }),
  },
};

async function start(program: string): Promise<RunningBackend> {
  const [port = 0] = await freePorts(1);
  const data = dataFolder('mlflow');
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer({
    file: program,
    args: [
      ['server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1'],
      ['--backend-store-uri', `sqlite:///${join(data.path, 'mlflow.db')}`],
      ['--artifacts-destination', join(data.path, 'artifacts')],
    ].flat(),
    data,
    env: { MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: 'true' },
    healthUrl: `${url}/health`,
  });
  return {
    endpoint: url,
    // Id of the experiment `Default`: without the header MLflow refuses every request.
    headers: { 'x-mlflow-experiment-id': '0' },
    readTrace: (traceId) => readTrace(url, traceId),
    stop: () => server.stop(),
  };
}

async function readTrace(url: string, traceId: string): Promise<readonly SeenSpan[]> {
  const { spans = [] } = await getJson<{ readonly spans: readonly MlflowSpan[] }>(
    `${url}/ajax-api/3.0/mlflow/get-trace-artifact?request_id=tr-${traceId}`,
  );
  return spans.map(seenSpan);
}

function seenSpan({ trace_id, span_id, parent_span_id, name, status, attributes }: MlflowSpan): SeenSpan {
  const usage = parsed<{ readonly input_tokens?: number; readonly output_tokens?: number }>(
    attributes['mlflow.chat.tokenUsage'],
  );
  return {
    traceId: hex(trace_id),
    spanId: hex(span_id),
    parentSpanId: parent_span_id === null ? null : hex(parent_span_id),
    name,
    kind: parsed<string>(attributes['mlflow.spanType']) ?? 'UNKNOWN',
    error: status.code === 'STATUS_CODE_ERROR' ? status.message : null,
    inputTokens: usage?.input_tokens ?? null,
    outputTokens: usage?.output_tokens ?? null,
    costUsd: parsed<{ readonly total_cost: number }>(attributes['mlflow.llm.cost'])?.total_cost ?? null,
    input: attributes['mlflow.spanInputs'] ?? '',
    output: attributes['mlflow.spanOutputs'] ?? '',
  };
}

function parsed<T>(json: string | undefined): T | undefined {
  return json === undefined ? undefined : (JSON.parse(json) as T);
}

function hex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}
