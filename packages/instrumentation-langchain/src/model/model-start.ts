import { types } from 'node:util';
import type { Attributes } from '@opentelemetry/api';
import { isObject, own, ownList, ownNumber, ownText } from '@tracewright/instrumentation-core';
import { GEN_AI, type Operation, type Provider, type ToolDefinition } from '@tracewright/schema';
import { serializedClass, serializedKwargs } from '../run/brief-serialized.ts';
import { providerAt, providerName } from './provider-name.ts';

/** What is known about a model call before it is made. */
export interface ModelStart {
  /** The span's name. */
  readonly name: string;
  /** Handed over. */
  readonly attributes: Attributes;
  /** Texts of the app's own, if it gave any. */
  readonly labels: Attributes | undefined;
  readonly tools: readonly ToolDefinition[];
}

/**
 * Reads what LangChain hands to `handleChatModelStart` and `handleLLMStart`.
 *
 * @param serialized `toJSON()` of the model, or what stands for it
 * @param extraParams has `invocation_params` in the provider's own words.
 * @param metadata has the `ls_*` entries that models describe themselves with.
 */
export function modelStart(
  operation: Operation,
  serialized: unknown,
  extraParams: unknown,
  metadata: Readonly<Record<string, unknown>>,
): ModelStart {
  const params = own(extraParams, 'invocation_params');
  const model =
    ownText(params, 'model') ??
    ownText(params, 'model_name') ??
    ownText(params, 'modelName') ??
    ownText(metadata, 'ls_model_name');
  const attributes = requestAttributes(params, metadata);
  attributes[GEN_AI.operationName] = operation;
  attributes[GEN_AI.providerName] = providerOf(serialized, metadata);
  if (model !== undefined) attributes[GEN_AI.requestModel] = model;
  return {
    name: model === undefined ? operation : `${operation} ${model}`,
    attributes,
    labels: stopSequences(params),
    tools: ownList(params, 'tools').flatMap(toolDefinition),
  };
}

/** A model class of OpenAI's is often pointed at another server: then the address says more than the class. */
function providerOf(serialized: unknown, metadata: unknown): Provider {
  const provider = providerName(ownText(metadata, 'ls_provider') ?? serializedClass(serialized));
  const baseUrl = ownText(own(serializedKwargs(serialized), 'configuration'), 'baseURL');
  return provider === 'openai' && baseUrl !== undefined ? providerAt(baseUrl) : provider;
}

/** Attribute by the names that providers have for it. */
const NUMBERS: ReadonlyMap<string, string> = new Map([
  ['temperature', GEN_AI.requestTemperature],
  ['max_tokens', GEN_AI.requestMaxTokens],
  ['max_completion_tokens', GEN_AI.requestMaxTokens],
  ['max_output_tokens', GEN_AI.requestMaxTokens],
  ['maxTokens', GEN_AI.requestMaxTokens],
  ['top_p', GEN_AI.requestTopP],
  ['topP', GEN_AI.requestTopP],
  ['frequency_penalty', GEN_AI.requestFrequencyPenalty],
  ['frequencyPenalty', GEN_AI.requestFrequencyPenalty],
  ['presence_penalty', GEN_AI.requestPresencePenalty],
  ['presencePenalty', GEN_AI.requestPresencePenalty],
  ['seed', GEN_AI.requestSeed],
  ['n', GEN_AI.requestChoiceCount],
]);

function requestAttributes(params: unknown, metadata: unknown): Attributes {
  const attributes: Attributes = {};
  for (const key of isObject(params) && !types.isProxy(params) ? Object.keys(params) : []) {
    const attribute = NUMBERS.get(key);
    const value = attribute === undefined ? undefined : ownNumber(params, key);
    if (attribute !== undefined && value !== undefined) attributes[attribute] ??= value;
  }
  if (attributes[GEN_AI.requestChoiceCount] === 1) delete attributes[GEN_AI.requestChoiceCount];
  const temperature = ownNumber(metadata, 'ls_temperature');
  if (temperature !== undefined) attributes[GEN_AI.requestTemperature] ??= temperature;
  return attributes;
}

function stopSequences(params: unknown): Attributes | undefined {
  const stop = own(params, 'stop') ?? own(params, 'stop_sequences');
  if (stop === undefined) return undefined;
  const stops = (Array.isArray(stop) ? stop : [stop]).filter((text) => typeof text === 'string');
  return stops.length === 0 ? undefined : { [GEN_AI.requestStopSequences]: stops };
}

/** OpenAI nests a tool's description under `function`; the others do not. */
function toolDefinition(tool: unknown): ToolDefinition[] {
  const described = own(tool, 'function') ?? tool;
  const name = ownText(described, 'name');
  if (name === undefined) return [];
  const description = ownText(described, 'description');
  const parameters = own(described, 'parameters') ?? own(described, 'input_schema');
  return [
    {
      type: ownText(tool, 'type') ?? 'function',
      name,
      ...(description === undefined ? {} : { description }),
      ...(parameters === undefined ? {} : { parameters }),
    },
  ];
}
