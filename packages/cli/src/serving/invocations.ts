import type { ServerResponse } from 'node:http';
import type { AppRunner } from './app-runner.ts';
import { chatForm } from './chat-form.ts';
import type { ConversationForm, FormName } from './conversation-form.ts';
import type { Invocation } from './read-invocation.ts';
import { responsesForm } from './responses-form.ts';
import { sendStream } from './send-stream.ts';
import { ServingError } from './serving-error.ts';
import type { WorkQueue } from './work-queue.ts';

const FORMS: Readonly<Record<FormName, (name: string) => ConversationForm>> = {
  chat: chatForm,
  responses: responsesForm,
};

/** What calls are answered with. */
export interface Serving {
  readonly runner: AppRunner;
  readonly queue: WorkQueue;
  /** Name of the application, as answers give it for the model's. */
  readonly name: string;
}

/** Answers a call. @throws ServingError, as long as nothing has been sent */
export async function answerInvocation(
  { runner, queue, name }: Serving,
  asked: Invocation,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  if (asked.kind === 'rows') {
    return sendJson(response, 200, { predictions: await answerRows({ runner, queue, name }, asked, signal) });
  }
  const call = { values: asked.values, params: asked.params, messages: asked.messages, signal };
  const form = FORMS[asked.form](name);
  if (!asked.isStream) {
    return sendJson(response, 200, form.whole(await queue.run(signal, () => runner.answer(call))));
  }
  await queue.run(signal, () => sendStream(response, form, runner.stream(call)));
}

/** However many rows there are, they take no more places than can be under way at a time. */
async function answerRows(
  { runner, queue }: Serving,
  { rows, params }: Extract<Invocation, { readonly kind: 'rows' }>,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const places = Math.min(rows.length, queue.atOnce);
  if (!queue.hasRoomFor(places)) {
    throw new ServingError('RESOURCE_EXHAUSTED', 'too many calls wait already: try again later');
  }
  const results: unknown[] = [];
  // Shared: each place takes the next row that nobody has taken.
  const left = rows.entries();
  const work = async (): Promise<void> => {
    for (const [at, values] of left) {
      signal.throwIfAborted();
      results[at] = (await runner.answer({ values, params, signal })).result;
    }
  };
  await Promise.all(Array.from({ length: places }, () => queue.run(signal, work)));
  return results;
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
