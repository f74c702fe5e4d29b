import type { ServerResponse } from 'node:http';
import type { ModelAnswer } from './chat-model.ts';
import type { ConversationForm, ServerEvent } from './conversation-form.ts';
import { asServingError } from './serving-error.ts';

/**
 * Sends the pieces of an answer as server-sent events.
 *
 * @throws what breaks off before the first piece: as long as nothing is sent, there is a status to tell it by
 */
export async function sendStream(
  response: ServerResponse,
  form: ConversationForm,
  pieces: AsyncGenerator<string, ModelAnswer, undefined>,
): Promise<void> {
  const send = (events: readonly ServerEvent[]): void => {
    for (const event of events) response.write(lineOf(event));
  };
  const begin = (): void => {
    if (response.headersSent) return;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    send(form.begin());
  };
  try {
    for (let next = await pieces.next(); ; next = await pieces.next()) {
      begin();
      if (next.done) {
        send(form.end(next.value));
        break;
      }
      send(form.piece(next.value));
    }
  } catch (error) {
    if (!response.headersSent) throw error;
    send(form.failed(asServingError(error)));
  }
  response.end();
}

function lineOf({ type, data }: ServerEvent): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return `${type === undefined ? '' : `event: ${type}\n`}data: ${text}\n\n`;
}
