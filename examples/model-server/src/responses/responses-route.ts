import type { Context } from 'hono';
import { answerPrompt } from '../answer/answer-prompt.ts';
import type { Json } from '../json-fields.ts';
import { CUT_MODEL } from '../models.ts';
import { type Pace, waitsOf } from '../pace.ts';
import { cutConnection, streamEvents } from '../stream-events.ts';
import { piecesOf } from '../tokens.ts';
import { newId, outputItems, responseBody } from './response-body.ts';
import { responseEvents } from './response-events.ts';
import type { ResponseMemory } from './response-memory.ts';
import { readResponsesRequest } from './responses-request.ts';

/** How many events {@link CUT_MODEL} sends before it cuts the connection. */
const EVENTS_BEFORE_CUT = 6;

/** Answers `POST /v1/responses`. */
export async function answerResponses(c: Context, body: Json, pace: Pace, memory: ResponseMemory): Promise<Response> {
  const { prompt, conversation, isStreaming, isStored } = readResponsesRequest(body, (id) => memory.turns(id));
  const answer = answerPrompt(prompt);
  const output = outputItems(answer);
  const head = { id: newId('resp'), created_at: Math.floor(Date.now() / 1_000) };
  const ended = responseBody(head, body, prompt, { answer, output });
  if (isStored) memory.keep(head.id, ended, [...conversation, { role: 'assistant', text: answer.text }]);
  const waits = waitsOf(pace, JSON.stringify(body), prompt.model, c.req.raw.signal);

  if (!isStreaming) {
    await waits.firstToken();
    await waits.pieces(piecesOf(answer.text).length);
    return c.json(ended);
  }
  return streamEvents(c, async (stream) => {
    for (const event of responseEvents(responseBody(head, body, prompt), ended, output)) {
      if (stream.aborted) return;
      if (prompt.model === CUT_MODEL && event.sequence_number === EVENTS_BEFORE_CUT) return cutConnection(c);
      if (event.type === 'response.output_item.added') await waits.firstToken();
      if (event.type.endsWith('.delta')) await waits.pieces(1);
      await stream.writeSSE({ event: event.type, data: JSON.stringify(event) });
    }
  });
}
