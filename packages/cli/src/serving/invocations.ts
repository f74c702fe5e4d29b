import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Usage } from '@tracewright/schema';
import { type AppAnswer, type AppRunner, textOf } from './app-runner.ts';
import type { ModelAnswer } from './chat-model.ts';
import type { Invocation } from './read-invocation.ts';
import { ServingError } from './serving-error.ts';
import type { WorkQueue } from './work-queue.ts';

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
  if (!asked.isStream) {
    return sendJson(response, 200, completion(name, await queue.run(signal, () => runner.answer(call))));
  }
  await queue.run(signal, () => sendStream(response, name, runner.stream(call)));
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

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function sendStream(
  response: ServerResponse,
  model: string,
  pieces: AsyncGenerator<string, ModelAnswer, undefined>,
): Promise<void> {
  const head = { id: `chatcmpl-${randomUUID()}`, object: 'chat.completion.chunk', created: seconds(), model };
  const send = (delta: object, finishReason: string | null, more: object = {}): void => {
    const choices = [{ index: 0, delta, finish_reason: finishReason }];
    // Headers go out with the first piece: a model that refuses is still answered with a status.
    if (!response.headersSent)
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(`data: ${JSON.stringify({ ...head, choices, ...more })}\n\n`);
  };
  for (let next = await pieces.next(); ; next = await pieces.next()) {
    if (next.done) {
      send({}, next.value.finishReason, { usage: usageJson(next.value.usage) });
      break;
    }
    send({ role: 'assistant', content: next.value }, null);
  }
  response.end('data: [DONE]\n\n');
}

function completion(name: string, { result, model }: AppAnswer): object {
  const message = {
    role: 'assistant',
    content: textOf(result),
    ...(model.toolCalls.length > 0 && { tool_calls: model.toolCalls }),
  };
  return {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion',
    created: seconds(),
    model: name,
    choices: [{ index: 0, message, finish_reason: model.finishReason }],
    usage: usageJson(model.usage),
  };
}

function usageJson({ inputTokens = 0, outputTokens = 0 }: Usage): object {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}

function seconds(): number {
  return Math.floor(Date.now() / 1_000);
}
