import type { Attributes } from '@opentelemetry/api';
import { GEN_AI, isStepKind, OTEL, type StepKind, TRACEWRIGHT } from '@tracewright/schema';
import { chatMessages } from './chat-messages.ts';
import { stepCost } from './step-cost.ts';
import { parsedJson, stepInput, stepOutput } from './step-values.ts';

/** What Langfuse has no kind for is a plain span. */
const TYPE: Readonly<Partial<Record<StepKind, string>>> = {
  llm: 'generation',
  embedding: 'embedding',
  agent: 'agent',
  tool: 'tool',
  chain: 'chain',
  retriever: 'retriever',
  guardrail: 'guardrail',
  evaluator: 'evaluator',
};

const PREFIX = 'langfuse.observation.';
const REQUEST_PREFIX = 'gen_ai.request.';

/** What went in and came out, by what the conventions count within it: theirs are disjoint. */
const WITHIN_INPUT = [
  [GEN_AI.usageCacheReadInputTokens, 'input_cached_tokens'],
  [GEN_AI.usageCacheWriteInputTokens, 'input_cache_creation'],
  [GEN_AI.usageAudioInputTokens, 'input_audio_tokens'],
] as const;
const WITHIN_OUTPUT = [
  [GEN_AI.usageReasoningOutputTokens, 'output_reasoning_tokens'],
  [GEN_AI.usageAudioOutputTokens, 'output_audio_tokens'],
] as const;

/**
 * What Langfuse reads of a span under names of its own: type, texts, model, parameters, usage, cost, prompt and the time
 * of the first token. Session and user it reads under the names that we have too. Only the additions; a span that is no
 * step of ours has none.
 *
 * @param startMs when the span began, milliseconds since the Unix epoch
 */
export function langfuseAttributes(attributes: Attributes, startMs: number): Attributes {
  const kind = attributes[TRACEWRIGHT.spanKind];
  if (!isStepKind(kind)) return {};
  const isModel = kind === 'llm';
  return given({
    [`${PREFIX}type`]: TYPE[kind] ?? 'span',
    [`${PREFIX}input`]: (isModel ? askedJson(attributes) : undefined) ?? valueJson(stepInput(attributes)),
    [`${PREFIX}output`]: (isModel ? answeredJson(attributes) : undefined) ?? valueJson(stepOutput(attributes)),
    [`${PREFIX}model.name`]: attributes[GEN_AI.responseModel] ?? attributes[GEN_AI.requestModel],
    [`${PREFIX}model.parameters`]: parametersJson(attributes),
    [`${PREFIX}usage_details`]: usageJson(attributes),
    [`${PREFIX}cost_details`]: costJson(attributes),
    [`${PREFIX}completion_start_time`]: firstTokenJson(attributes, startMs),
    [`${PREFIX}level`]: attributes[OTEL.errorType] === undefined ? undefined : 'ERROR',
    [`${PREFIX}prompt.name`]: attributes[GEN_AI.promptName],
    [`${PREFIX}prompt.version`]: promptVersion(attributes),
    'langfuse.trace.tags': attributes[TRACEWRIGHT.tags],
  });
}

function askedJson(attributes: Attributes): string | undefined {
  const instructions = parsedJson(attributes[GEN_AI.systemInstructions]);
  const system = Array.isArray(instructions) ? [{ role: 'system', parts: instructions }] : [];
  const messages = parsedJson(attributes[GEN_AI.inputMessages]);
  if (!Array.isArray(messages)) return undefined;
  return JSON.stringify(chatMessages([...system, ...messages]));
}

/** One answer stands by itself, as Langfuse shows it. */
function answeredJson(attributes: Attributes): string | undefined {
  const messages = parsedJson(attributes[GEN_AI.outputMessages]);
  if (!Array.isArray(messages)) return undefined;
  const answers = chatMessages(messages);
  return JSON.stringify(answers.length === 1 ? answers[0] : answers);
}

function valueJson(value: ReturnType<typeof stepInput>): string | undefined {
  return value === undefined || value.isJson ? value?.text : JSON.stringify(value.text);
}

function parametersJson(attributes: Attributes): string | undefined {
  const parameters = Object.entries(attributes)
    .filter(([name]) => name.startsWith(REQUEST_PREFIX) && name !== GEN_AI.requestModel)
    .map(([name, value]) => [name.slice(REQUEST_PREFIX.length), value] as const);
  return parameters.length === 0 ? undefined : JSON.stringify(Object.fromEntries(parameters));
}

function usageJson(attributes: Attributes): string | undefined {
  const count = (name: string): number => Number(attributes[name] ?? 0) || 0;
  const [input, output] = [count(GEN_AI.usageInputTokens), count(GEN_AI.usageOutputTokens)];
  if (input + output === 0) return undefined;
  const inside = (parts: readonly (readonly [string, string])[]) =>
    parts.map(([name, theirs]) => [theirs, count(name)] as const).filter(([, tokens]) => tokens > 0);
  const rest = (whole: number, parts: readonly (readonly [string, number])[]) =>
    Math.max(
      0,
      parts.reduce((left, [, tokens]) => left - tokens, whole),
    );
  const [inputParts, outputParts] = [inside(WITHIN_INPUT), inside(WITHIN_OUTPUT)];
  return JSON.stringify({
    input: rest(input, inputParts),
    output: rest(output, outputParts),
    ...Object.fromEntries([...inputParts, ...outputParts]),
    total: input + output,
  });
}

function costJson(attributes: Attributes): string | undefined {
  const cost = stepCost(attributes);
  return cost && JSON.stringify({ input: cost.inputUsd, output: cost.outputUsd, total: cost.totalUsd });
}

function firstTokenJson(attributes: Attributes, startMs: number): string | undefined {
  const seconds = attributes[GEN_AI.responseTimeToFirstChunk];
  return typeof seconds === 'number' ? JSON.stringify(new Date(startMs + seconds * 1_000)) : undefined;
}

/** Its versions are numbers. */
function promptVersion(attributes: Attributes): number | undefined {
  const version = Number(attributes[GEN_AI.promptVersion] ?? Number.NaN);
  return Number.isInteger(version) ? version : undefined;
}

/** Without what is undefined. */
function given(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
