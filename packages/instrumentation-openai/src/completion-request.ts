import type { Attributes } from '@opentelemetry/api';
import { GEN_AI } from '@tracewright/schema';
import { asList, asNumber, asText, type JsonObject } from './json-reading.ts';

/** What chat completions and legacy completions are asked with alike. */
export function completionRequestAttributes(body: JsonObject): Attributes {
  const choices = asNumber(body.n);
  return {
    [GEN_AI.requestModel]: asText(body.model),
    [GEN_AI.requestMaxTokens]: asNumber(body.max_completion_tokens) ?? asNumber(body.max_tokens),
    [GEN_AI.requestTemperature]: asNumber(body.temperature),
    [GEN_AI.requestTopP]: asNumber(body.top_p),
    [GEN_AI.requestFrequencyPenalty]: asNumber(body.frequency_penalty),
    [GEN_AI.requestPresencePenalty]: asNumber(body.presence_penalty),
    [GEN_AI.requestSeed]: asNumber(body.seed),
    [GEN_AI.requestStream]: body.stream === true ? true : undefined,
    [GEN_AI.requestChoiceCount]: choices === 1 ? undefined : choices,
  };
}

/** Where an answer is to stop: texts of the app's own. */
export function stopSequences({ stop }: JsonObject): Attributes {
  const all = (typeof stop === 'string' ? [stop] : asList(stop)).filter((item) => typeof item === 'string');
  return all.length === 0 ? {} : { [GEN_AI.requestStopSequences]: all };
}
