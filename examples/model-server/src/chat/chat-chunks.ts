import { OWNER } from '../models.ts';
import type { Answer } from '../prompt.ts';
import { piecesOf } from '../tokens.ts';
import type { CompletionHead } from './chat-completion.ts';

/** The chunks of a stream up to, not including, the one with the usage: choice after choice. */
export function* chatChunks(
  head: CompletionHead,
  answers: readonly Answer[],
  includeUsage: boolean,
): Generator<object, void> {
  const chunk = (index: number, delta: object, finishReason: string | null = null) => ({
    ...chunkHead(head),
    choices: [{ index, delta, logprobs: null, finish_reason: finishReason }],
    ...(includeUsage && { usage: null }),
  });

  for (const [index, answer] of answers.entries()) {
    const isCall = answer.toolCalls.length > 0;
    yield chunk(index, { role: 'assistant', content: isCall ? null : '', refusal: null });
    for (const piece of piecesOf(answer.text)) yield chunk(index, { content: piece });
    for (const [at, { id, name, arguments: input }] of answer.toolCalls.entries()) {
      yield chunk(index, { tool_calls: [{ index: at, id, type: 'function', function: { name, arguments: '' } }] });
      for (const piece of argumentPieces(input)) {
        yield chunk(index, { tool_calls: [{ index: at, function: { arguments: piece } }] });
      }
    }
    yield chunk(index, {}, answer.finish);
  }
}

/** The last chunk of a stream whose client asked for the usage. */
export function usageChunk(head: CompletionHead, usage: object): object {
  return { ...chunkHead(head), choices: [], usage };
}

/** JSON as models send it: a few characters at a time, never a whole object. */
export function argumentPieces(json: string): readonly string[] {
  return json.match(/.{1,8}/gsu) ?? [];
}

function chunkHead(head: CompletionHead): object {
  return { ...head, object: 'chat.completion.chunk', service_tier: 'default', system_fingerprint: OWNER };
}
