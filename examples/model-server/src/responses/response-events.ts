import { argumentPieces } from '../chat/chat-chunks.ts';
import { type Json, textAt } from '../json-fields.ts';
import { piecesOf } from '../tokens.ts';
import type { OutputItem } from './response-body.ts';

export interface ResponseEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The events of a streamed response, numbered, from `response.created` to `response.completed`. */
export function* responseEvents(
  begun: Json,
  ended: Json,
  output: readonly OutputItem[],
): Generator<ResponseEvent, void> {
  let number = 0;
  for (const event of unnumbered(begun, ended, output)) yield { ...event, sequence_number: number++ };
}

function* unnumbered(begun: Json, ended: Json, output: readonly OutputItem[]): Generator<ResponseEvent, void> {
  yield { type: 'response.created', response: begun };
  yield { type: 'response.in_progress', response: begun };
  for (const [at, item] of output.entries()) {
    if (item.type === 'message') yield* messageEvents(item, at);
    else yield* callEvents(item, at);
    yield { type: 'response.output_item.done', output_index: at, item };
  }
  yield { type: `response.${textAt(ended.status, 'status')}`, response: ended };
}

function* messageEvents(item: Extract<OutputItem, { type: 'message' }>, at: number): Generator<ResponseEvent, void> {
  yield added(at, { ...item, status: 'in_progress', content: [] });
  for (const [contentIndex, part] of item.content.entries()) {
    const place = { item_id: item.id, output_index: at, content_index: contentIndex };
    yield { type: 'response.content_part.added', ...place, part: { ...part, text: '' } };
    for (const delta of piecesOf(part.text))
      yield { type: 'response.output_text.delta', ...place, delta, logprobs: [] };
    yield { type: 'response.output_text.done', ...place, text: part.text, logprobs: [] };
    yield { type: 'response.content_part.done', ...place, part };
  }
}

function* callEvents(item: Extract<OutputItem, { type: 'function_call' }>, at: number): Generator<ResponseEvent, void> {
  const place = { item_id: item.id, output_index: at };
  yield added(at, { ...item, status: 'in_progress', arguments: '' });
  for (const delta of argumentPieces(item.arguments)) {
    yield { type: 'response.function_call_arguments.delta', ...place, delta };
  }
  yield { type: 'response.function_call_arguments.done', ...place, name: item.name, arguments: item.arguments };
}

function added(at: number, item: object): ResponseEvent {
  return { type: 'response.output_item.added', output_index: at, item };
}
