import { GEN_AI, OPENAI, type OutputMessage } from '@tracewright/schema';
import type { Answer } from './api.ts';
import { failureType } from './failure-type.ts';
import { asList, asNumber, asObject, asText, type JsonObject } from './json-reading.ts';
import { chatUsage, reportedCostUsd, usageAttributes } from './usage-attributes.ts';

/** Reads what chat completions and legacy completions answer alike. @param message what one choice says */
export function completionAnswer(value: unknown, message: (choice: JsonObject) => OutputMessage): Answer {
  const body = asObject(value);
  const choices = asList(body.choices)
    .map(asObject)
    .sort((a, b) => (asNumber(a.index) ?? 0) - (asNumber(b.index) ?? 0));
  const reasons = choices.map((choice) => asText(choice.finish_reason));
  const usage = asObject(body.usage);
  return {
    attributes: {
      [GEN_AI.responseId]: asText(body.id),
      [GEN_AI.responseModel]: asText(body.model),
      // A position without a reason, beside others that have one, was broken off.
      [GEN_AI.responseFinishReasons]: reasons.some((reason) => reason !== undefined)
        ? reasons.map((reason) => reason ?? 'error')
        : undefined,
      [OPENAI.responseServiceTier]: asText(body.service_tier),
      [OPENAI.responseSystemFingerprint]: asText(body.system_fingerprint),
      ...usageAttributes(chatUsage(usage)),
    },
    messages: () => choices.map(message),
    reportedCostUsd: reportedCostUsd(usage),
    ...(choices.length === 0 ? failureOf(body) : {}),
  };
}

/** Gateways in front of a model answer 200 and put their error where the choices should be. */
function failureOf(body: JsonObject): Pick<Answer, 'failure'> {
  if (typeof body.error !== 'object' || body.error === null) return {};
  const { code, message } = asObject(body.error);
  return { failure: { type: failureType(code), message: asText(message) ?? 'the answer is an error' } };
}
