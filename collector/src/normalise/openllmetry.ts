import type { StepKind } from '@tracewright/schema';
import type { Attributes } from '../otlp/attributes.ts';
import { isRecord } from './json-record.ts';
import { type Names, readJson, readText } from './read-attribute.ts';
import { readInputPreview } from './read-preview.ts';
import type { Dialect } from './step-facts.ts';
import { tracewright } from './tracewright.ts';

/** Kinds by `traceloop.span.kind`, then by `llm.request.type`. */
const KIND: Readonly<Record<string, StepKind>> = {
  workflow: 'chain',
  task: 'task',
  agent: 'agent',
  tool: 'tool',
  session: 'chain',
  chat: 'llm',
  completion: 'llm',
  embedding: 'embedding',
  rerank: 'reranker',
};

const NAMES = {
  kind: ['traceloop.span.kind'],
  type: ['llm.request.type'],
  session: ['traceloop.association.properties.session_id', 'traceloop.association.properties.sessionId'],
  user: ['traceloop.association.properties.user_id', 'traceloop.association.properties.userId'],
  input: ['traceloop.entity.input'],
  output: ['traceloop.entity.output'],
} as const satisfies Record<string, Names>;

/**
 * Spans of OpenLLMetry, Traceloop's SDKs: model calls follow the GenAI conventions of their time, around them stand
 * workflows and tasks of its own.
 */
export const openllmetry: Dialect = {
  facts: (span) => {
    const { attributes } = span;
    const base = tracewright.facts(span);
    return {
      ...base,
      kind: kindOf(attributes) ?? base.kind,
      sessionId: base.sessionId || readText(attributes, NAMES.session),
      userId: base.userId || readText(attributes, NAMES.user),
      preview: base.preview || readInputPreview(attributes, NAMES.input),
    };
  },
  content: (span) => {
    const input = argumentsOf(readJson(span.attributes, NAMES.input));
    const output = readJson(span.attributes, NAMES.output);
    return {
      ...tracewright.content(span),
      ...(input === undefined ? {} : { input }),
      ...(output === undefined ? {} : { output }),
    };
  },
};

function kindOf(attributes: Attributes): StepKind | undefined {
  const own = readText(attributes, NAMES.kind) || readText(attributes, NAMES.type);
  return Object.hasOwn(KIND, own) ? KIND[own] : undefined;
}

/** A function's arguments are wrapped: `{args, kwargs}`, the second often empty, or `{inputs}`. */
function argumentsOf(value: unknown): unknown {
  if (!isRecord(value)) return value;
  if ('inputs' in value) return value.inputs;
  const { args, kwargs } = value;
  if (!Array.isArray(args)) return value;
  const isNamed = isRecord(kwargs) && Object.keys(kwargs).length > 0;
  if (isNamed) return args.length === 0 ? kwargs : value;
  return args.length === 1 ? args[0] : args;
}
