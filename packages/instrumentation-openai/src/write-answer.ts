import { reportFailure, type Step } from '@tracewright/instrumentation-core';
import { GEN_AI, TRACEWRIGHT } from '@tracewright/schema';
import type { Answer } from './api.ts';
import { MESSAGES_VIEW } from './messages-view.ts';
import type { ModelCall } from './model-call.ts';
import { type Endpoint, providerBetrayedBy } from './provider.ts';

/** The server that an answer came from. */
export interface AnsweringServer {
  readonly endpoint: Endpoint;
  /** The `server` header of the response. */
  readonly header: string | undefined;
}

/**
 * Writes an answer down on the step of its call. Never throws.
 *
 * @param identity the fields of it that tell which server it came from
 */
export function writeAnswer(
  answer: Answer,
  identity: unknown,
  step: Step,
  { api, keepContent }: Pick<ModelCall, 'api' | 'keepContent'>,
  { endpoint, header }: AnsweringServer,
): void {
  try {
    step.set(answer.attributes);
    const { provider, isNear } = endpoint;
    const betrayed = provider === 'custom' && isNear ? providerBetrayedBy(identity, header) : undefined;
    if (betrayed !== undefined) step.set({ [GEN_AI.providerName]: betrayed });
    if (provider === 'openrouter' && answer.reportedCostUsd !== undefined) {
      step.set({ [GEN_AI.usageCost]: answer.reportedCostUsd, [TRACEWRIGHT.costSource]: 'provider' });
    }
    api.written?.(identity, step.span.spanContext());
    if (keepContent) show(answer, step);
  } catch (error) {
    reportFailure('describing an answer', error);
  }
}

function show(answer: Answer, step: Step): void {
  const messages = answer.messages();
  if (messages.length > 0) step.content(GEN_AI.outputMessages, messages, MESSAGES_VIEW);
  if (answer.content === undefined) return;
  for (const [attribute, value] of answer.content()) step.content(attribute, value);
}
