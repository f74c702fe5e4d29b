import type { OnlineModel } from '@tracewright/schema';
import type { OpenAIClient } from '@tracewright/scoring';
import { type KeyPlace, mayCarryKey } from '../../outgoing/outgoing-settings.ts';
import type { OutgoingAnswer, SendOutgoing } from '../../outgoing/send-outgoing.ts';
import { ModelError } from './model-error.ts';

/** For one answer of a judge. */
const TIMEOUT_MS = 60_000;
const MAX_ANSWER_BYTES = 1_024 * 1_024;

/** Where keys are, and where they may go. */
export interface ModelKeys {
  readonly places: readonly KeyPlace[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Asks an endpoint as the `openai` package would, through the guard for addresses that users have set. */
export function outgoingChat(model: OnlineModel, keys: ModelKeys, send: SendOutgoing): OpenAIClient {
  return {
    chat: {
      completions: {
        create: async (body, options) =>
          post(model, keys, send, { path: '/chat/completions', body, signal: options?.signal }),
      },
    },
  };
}

export interface ModelRequest {
  readonly path: string;
  readonly body: object;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Posts to an endpoint of OpenAI's interface.
 *
 * @throws ModelError for an answer that is none, OutgoingError where there was no answer
 */
export async function post(
  { baseUrl, keyName }: Pick<OnlineModel, 'baseUrl' | 'keyName'>,
  keys: ModelKeys,
  send: SendOutgoing,
  { path, body, signal }: ModelRequest,
): Promise<unknown> {
  const url = `${baseUrl.replace(/\/+$/, '')}${path}`;
  const key = keyName === null ? undefined : keyFor(url, keyName, keys);
  const answer = await send({
    url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify(body),
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_ANSWER_BYTES,
    signal,
  });
  if (answer.status >= 200 && answer.status < 300) return parsed(answer);
  // It may repeat what it was sent.
  throw refusal(key === undefined ? answer : { ...answer, text: answer.text.replaceAll(key, `[${keyName}]`) });
}

function keyFor(url: string, name: string, { places, env }: ModelKeys): string {
  const { host } = new URL(url);
  if (!mayCarryKey(new URL(url), name, places)) {
    throw new ModelError('KEY_REFUSED', `TRACEWRIGHT_OUTGOING_KEYS does not let ${name} go to ${host}`);
  }
  const key = env[name];
  if (key === undefined || key === '') throw new ModelError('KEY_MISSING', `the collector has no variable ${name}`);
  return key;
}

function parsed({ text }: OutgoingAnswer): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ModelError('ANSWER_INVALID', 'the endpoint answers with what is no JSON', { cause });
  }
}

/** As OpenAI and those who follow it say it: a message, and the parameter that it is about. */
function refusal({ status, headers, text }: OutgoingAnswer): ModelError {
  let error: { readonly message?: unknown; readonly param?: unknown } = {};
  try {
    error = (JSON.parse(text) as { readonly error?: typeof error }).error ?? {};
  } catch {
    // Then the status has to do.
  }
  const message = typeof error.message === 'string' ? error.message.slice(0, 1_000) : `the endpoint answers ${status}`;
  const param = typeof error.param === 'string' ? error.param : undefined;
  return new ModelError('REFUSED', message, { status, param, headers });
}
