import type { Attributes } from '@opentelemetry/api';
import { own, ownList, ownText } from '@tracewright/instrumentation-core';
import { GEN_AI, type OutputMessage } from '@tracewright/schema';
import { isMessage, messageOf, textMessage } from '../content/message.ts';

/** What a model run gave, from LangChain's `LLMResult`. */
export interface ModelResult {
  /** One per choice. */
  readonly messages: readonly OutputMessage[];
  readonly attributes: Attributes;
}

export function modelResult(result: unknown): ModelResult {
  const generations = ownList(result, 'generations').flat();
  const reasons = generations.map(finishReason);
  const messages = generations.map((generation, i): OutputMessage => {
    const message = own(generation, 'message');
    const shown = isMessage(message) ? messageOf(message) : textMessage('assistant', ownText(generation, 'text') ?? '');
    const reason = reasons[i];
    return reason === undefined ? shown : { ...shown, finish_reason: conventional(reason) };
  });
  const first = own(generations[0], 'message');
  const response = own(first, 'response_metadata');
  const model = ownText(response, 'model_name') ?? ownText(response, 'model') ?? ownText(response, 'modelName');
  const id = ownText(response, 'id') ?? ownText(first, 'id');
  return {
    messages,
    attributes: {
      ...(model === undefined ? {} : { [GEN_AI.responseModel]: model }),
      // `run-…` was given by LangChain, not by a server.
      ...(id === undefined || /^(lc_)?run-/.test(id) ? {} : { [GEN_AI.responseId]: id }),
      ...(reasons.some((reason) => reason !== undefined)
        ? { [GEN_AI.responseFinishReasons]: reasons.map((reason) => reason ?? 'error') }
        : {}),
    },
  };
}

function finishReason(generation: unknown): string | undefined {
  for (const place of [own(generation, 'generationInfo'), own(own(generation, 'message'), 'response_metadata')]) {
    for (const key of ['finish_reason', 'stop_reason', 'finishReason', 'stopReason', 'done_reason']) {
      const reason = ownText(place, key);
      if (reason !== undefined) return reason;
    }
  }
  return undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  tool_calls: 'tool_call',
  function_call: 'tool_call',
  tool_use: 'tool_call',
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
};

/** The content schema's word for a provider's. */
function conventional(reason: string): string {
  const known = reason.toLowerCase();
  return REASONS[known] ?? known;
}
