import type { Attributes } from '@opentelemetry/api';
import { GEN_AI } from '@tracewright/schema';
import { asList, asName, asNumber, type JsonObject } from './json-reading.ts';
import { put } from './put.ts';

/** What chat completions and legacy completions are asked with alike. */
export function completionRequestAttributes(body: JsonObject): Attributes {
  const choices = asNumber(body.n);
  const attributes: Attributes = {};
  put(attributes, GEN_AI.requestModel, asName(body.model));
  put(attributes, GEN_AI.requestMaxTokens, asNumber(body.max_completion_tokens) ?? asNumber(body.max_tokens));
  put(attributes, GEN_AI.requestTemperature, asNumber(body.temperature));
  put(attributes, GEN_AI.requestTopP, asNumber(body.top_p));
  put(attributes, GEN_AI.requestFrequencyPenalty, asNumber(body.frequency_penalty));
  put(attributes, GEN_AI.requestPresencePenalty, asNumber(body.presence_penalty));
  put(attributes, GEN_AI.requestSeed, asNumber(body.seed));
  if (body.stream === true) attributes[GEN_AI.requestStream] = true;
  if (choices !== 1) put(attributes, GEN_AI.requestChoiceCount, choices);
  return attributes;
}

/** Where an answer is to stop: texts of the app's own. */
export function stopSequences({ stop }: JsonObject): Attributes | undefined {
  if (stop === undefined) return undefined;
  const all = (typeof stop === 'string' ? [stop] : asList(stop)).filter((item) => typeof item === 'string');
  return all.length === 0 ? undefined : { [GEN_AI.requestStopSequences]: all };
}
