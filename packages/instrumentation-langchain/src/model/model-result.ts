import { types } from 'node:util';
import type { Attributes } from '@opentelemetry/api';
import { isObject, own, ownList, ownText } from '@tracewright/instrumentation-core';
import { GEN_AI, type OutputMessage } from '@tracewright/schema';
import { isMessage, messageOf, textMessage } from '../content/message.ts';

/** All choices of all prompts in LangChain's `LLMResult`. */
export function generationsOf(result: unknown): readonly unknown[] {
  const lists = ownList(result, 'generations');
  const [first] = lists;
  return lists.length === 1 && Array.isArray(first) ? (first as readonly unknown[]) : lists.flat();
}

/** What a model run gave: one message per choice, in LangChain's form where nothing is to be added. */
export function resultMessages(generations: readonly unknown[]): unknown[] {
  return generations.map((generation) => {
    const message = own(generation, 'message');
    const reason = finishReason(generation);
    if (reason === undefined && isMessage(message)) return message;
    const shown: OutputMessage = isMessage(message)
      ? messageOf(message)
      : textMessage('assistant', ownText(generation, 'text') ?? '');
    return reason === undefined ? shown : { ...shown, finish_reason: conventional(reason) };
  });
}

/** What is known of a model run besides what it gave. */
export function resultAttributes(generations: readonly unknown[]): Attributes {
  const attributes: Attributes = {};
  const first = own(generations[0], 'message');
  const response = own(first, 'response_metadata');
  const model = ownText(response, 'model_name') ?? ownText(response, 'model') ?? ownText(response, 'modelName');
  if (model !== undefined) attributes[GEN_AI.responseModel] = model;
  const id = ownText(response, 'id') ?? ownText(first, 'id');
  // `run-…` was given by LangChain, not by a server.
  if (id !== undefined && !/^(lc_)?run-/.test(id)) attributes[GEN_AI.responseId] = id;
  const reasons = generations.map(finishReason);
  if (reasons.some((reason) => reason !== undefined))
    attributes[GEN_AI.responseFinishReasons] = reasons.map((reason) => reason ?? 'error');
  return attributes;
}

/** What providers call the reason. */
const REASON_KEYS = ['finish_reason', 'stop_reason', 'finishReason', 'stopReason', 'done_reason'] as const;

function finishReason(generation: unknown): string | undefined {
  return reasonIn(own(generation, 'generationInfo')) ?? reasonIn(own(own(generation, 'message'), 'response_metadata'));
}

function reasonIn(place: unknown): string | undefined {
  if (!isObject(place) || types.isProxy(place)) return undefined;
  for (const key of REASON_KEYS) {
    const reason = key in place ? ownText(place, key) : undefined;
    if (reason !== undefined) return reason;
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
