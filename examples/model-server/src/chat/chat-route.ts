import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { answerPrompt } from '../answer/answer-prompt.ts';
import type { Json } from '../json-fields.ts';
import { CUT_MODEL } from '../models.ts';
import { type Pace, waitsOf } from '../pace.ts';
import { cutConnection, streamEvents } from '../stream-events.ts';
import { piecesOf } from '../tokens.ts';
import { chatChunks, usageChunk } from './chat-chunks.ts';
import { type CompletionHead, chatCompletion, chatUsage } from './chat-completion.ts';
import { readChatRequest } from './chat-request.ts';

/** How many chunks {@link CUT_MODEL} sends before it cuts the connection. */
const CHUNKS_BEFORE_CUT = 4;

/** Answers `POST /v1/chat/completions`. */
export async function answerChat(c: Context, body: Json, pace: Pace): Promise<Response> {
  const { prompt, choiceCount, isStreaming, includeUsage } = readChatRequest(body);
  const answers = Array.from({ length: choiceCount }, (_, choice) => answerPrompt(prompt, choice));
  const waits = waitsOf(pace, JSON.stringify(body), prompt.model, c.req.raw.signal);
  const head: CompletionHead = {
    id: `chatcmpl-${randomUUID().replaceAll('-', '')}`,
    created: Math.floor(Date.now() / 1_000),
    model: prompt.model,
  };

  await waits.firstToken();
  if (!isStreaming) {
    const [longest] = answers.map(({ text }) => piecesOf(text).length).sort((a, b) => b - a);
    await waits.pieces(longest ?? 0);
    return c.json(chatCompletion(head, prompt, answers));
  }
  return streamEvents(c, async (stream) => {
    let sent = 0;
    for (const chunk of chatChunks(head, answers, includeUsage)) {
      if (stream.aborted) return;
      if (prompt.model === CUT_MODEL && sent === CHUNKS_BEFORE_CUT) return cutConnection(c);
      if (sent > 0) await waits.pieces(1);
      await stream.writeSSE({ data: JSON.stringify(chunk) });
      sent++;
    }
    if (includeUsage) await stream.writeSSE({ data: JSON.stringify(usageChunk(head, chatUsage(prompt, answers))) });
    await stream.writeSSE({ data: '[DONE]' });
  });
}
