import { type Attributes, createContextKey, context as otelContext } from '@opentelemetry/api';
import { own, ownText } from '@tracewright/instrumentation-core';
import { GEN_AI, type StepKind } from '@tracewright/schema';
import { isMessage } from '../content/message.ts';

/** In the context of a tool's call: the tool, whose name LangChain does not always hand to callbacks. */
export const TOOL: symbol = createContextKey('tracewright langchain tool');

export interface ToolStart {
  readonly name: string;
  readonly kind: StepKind;
  readonly attributes: Attributes;
  /** Texts of the app's own, if it gave any. */
  readonly labels: Attributes | undefined;
}

/** Describes a tool's run. `name` serves where the tool itself is not known. */
export function toolStart(name: string, callId: unknown): ToolStart {
  const tool = otelContext.active().getValue(TOOL);
  const toolName = ownText(tool, 'name') ?? name;
  const description = ownText(tool, 'description');
  return {
    name: `execute_tool ${toolName}`,
    kind: 'tool',
    attributes: {
      [GEN_AI.operationName]: 'execute_tool',
      [GEN_AI.toolName]: toolName,
      [GEN_AI.toolType]: 'function',
      ...(typeof callId === 'string' ? { [GEN_AI.toolCallId]: callId } : {}),
    },
    labels: description === undefined ? undefined : { [GEN_AI.toolDescription]: description },
  };
}

/** A tool's input: LangChain hands arguments as JSON text. */
export function toolArguments(input: unknown): unknown {
  if (typeof input !== 'string' || !/^\s*[[{]/.test(input)) return input;
  try {
    return JSON.parse(input) as unknown;
  } catch {
    return input;
  }
}

/** What the tool gave: of a tool message only its content, as the rest stands in the span already. */
export function toolResult(output: unknown): unknown {
  return isMessage(output) && ownText(output, 'tool_call_id') !== undefined ? own(output, 'content') : output;
}
