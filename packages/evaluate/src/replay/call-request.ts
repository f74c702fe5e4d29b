import { GEN_AI, type Operation, TRACEWRIGHT } from '@tracewright/schema';
import type { CallRequest, RecordedCall } from './recording.ts';

/** Attributes of a span, by name. */
export type SpanAttributes = Readonly<Record<string, unknown>>;

/** A call as it is asked, told from the attributes that its span has at its start. */
export interface AskedCall {
  readonly kind: RecordedCall['kind'];
  readonly request: CallRequest;
}

const MODEL_OPERATIONS: readonly unknown[] = ['chat', 'text_completion'] satisfies readonly Operation[];

/** How an answer is delivered, and what it is called for, are no part of the question. */
const NO_PARAMETERS: readonly string[] = [GEN_AI.requestModel, GEN_AI.requestStream];
const PARAMETER_PREFIX = 'gen_ai.request.';

/**
 * What a call is known again by: the same in a span that was recorded and in one that has just begun. Undefined for a
 * step that is no call, or none that can be answered from its span: vectors, images and sounds do not stand there.
 */
export function askedCall(attributes: SpanAttributes): AskedCall | undefined {
  const operation = attributes[GEN_AI.operationName];
  if (MODEL_OPERATIONS.includes(operation)) return { kind: 'model', request: modelRequest(attributes) };
  if (operation === ('execute_tool' satisfies Operation)) {
    const request = {
      tool: attributes[GEN_AI.toolName],
      arguments: parsed(attributes[GEN_AI.toolCallArguments]),
    };
    return { kind: 'tool', request: present(request) };
  }
  if (operation === ('retrieval' satisfies Operation)) {
    return { kind: 'retriever', request: present({ query: attributes[GEN_AI.retrievalQueryText] }) };
  }
  return undefined;
}

function modelRequest(attributes: SpanAttributes): CallRequest {
  const names = Object.keys(attributes)
    .filter((name) => name.startsWith(PARAMETER_PREFIX) && !NO_PARAMETERS.includes(name))
    .sort();
  const parameters = Object.fromEntries(names.map((name) => [name.slice(PARAMETER_PREFIX.length), attributes[name]]));
  return present({
    model: attributes[GEN_AI.requestModel],
    parameters: names.length === 0 ? undefined : parameters,
    outputType: attributes[GEN_AI.outputType],
    instructions: parsed(attributes[GEN_AI.systemInstructions]),
    messages: parsed(attributes[GEN_AI.inputMessages]),
    tools: parsed(attributes[GEN_AI.toolDefinitions]),
  });
}

/** Names of content attributes that are not whole. */
export function cutAttributes(attributes: SpanAttributes): readonly string[] {
  const names = attributes[TRACEWRIGHT.truncated];
  return Array.isArray(names) ? names.map(String) : [];
}

/** The value of an attribute that holds JSON; the text itself where it holds none. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** Without the fields that are undefined. */
export function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
