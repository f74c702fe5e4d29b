import { GEN_AI, OPENAI, type OutputMessage } from '@tracewright/schema';
import type { Answer, AnswerFailure } from './api.ts';
import { failureType } from './failure-type.ts';
import { asList, asName, asNumber, asObject, asText, type JsonObject } from './json-reading.ts';
import { put } from './put.ts';
import { chatUsage, reportedCostUsd, usageAttributes } from './usage-attributes.ts';

/** Reads what chat completions and legacy completions answer alike. @param message what one choice says */
export function completionAnswer(value: unknown, message: (choice: JsonObject) => OutputMessage): Answer {
  const body = asObject(value);
  const choices = asList(body.choices).map(asObject);
  if (choices.length > 1) choices.sort((a, b) => (asNumber(a.index) ?? 0) - (asNumber(b.index) ?? 0));
  const usage = asObject(body.usage);
  const attributes = usageAttributes(chatUsage(usage));
  put(attributes, GEN_AI.responseId, asName(body.id));
  put(attributes, GEN_AI.responseModel, asName(body.model));
  put(attributes, GEN_AI.responseFinishReasons, finishReasons(choices));
  put(attributes, OPENAI.responseServiceTier, asName(body.service_tier));
  put(attributes, OPENAI.responseSystemFingerprint, asName(body.system_fingerprint));
  return {
    attributes,
    messages: () => choices.map(message),
    reportedCostUsd: reportedCostUsd(usage),
    failure: choices.length === 0 ? failureOf(body) : undefined,
  };
}

/** A position without a reason, beside others that have one, was broken off. */
function finishReasons(choices: readonly JsonObject[]): string[] | undefined {
  const reasons: string[] = [];
  let isAnyKnown = false;
  for (const choice of choices) {
    const reason = asText(choice.finish_reason);
    isAnyKnown ||= reason !== undefined;
    reasons.push(reason ?? 'error');
  }
  return isAnyKnown ? reasons : undefined;
}

/** Gateways in front of a model answer 200 and put their error where the choices should be. */
function failureOf(body: JsonObject): AnswerFailure | undefined {
  if (typeof body.error !== 'object' || body.error === null) return undefined;
  const { code, message } = asObject(body.error);
  return { type: failureType(code), message: asText(message) ?? 'the answer is an error' };
}
