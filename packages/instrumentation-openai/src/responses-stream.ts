import type { Answer, StreamReader } from './api.ts';
import { asList, asNumber, asObject, asText, type JsonObject } from './json-reading.ts';

/** Events that say how far the response is, but bring nothing of it. */
const PROGRESS: ReadonlySet<string> = new Set(['response.created', 'response.queued', 'response.in_progress']);

/** Events that carry the whole response, with its usage. */
const FINAL: ReadonlySet<string> = new Set(['response.completed', 'response.incomplete', 'response.failed']);

/** Deltas by event, and the kind of piece they add to. */
const DELTAS: Readonly<Record<string, Piece['kind']>> = {
  'response.output_text.delta': 'output_text',
  'response.refusal.delta': 'refusal',
  'response.reasoning_text.delta': 'reasoning',
  'response.reasoning_summary_text.delta': 'reasoning',
  'response.function_call_arguments.delta': 'arguments',
  'response.custom_tool_call_input.delta': 'arguments',
};

interface Piece {
  readonly kind: 'output_text' | 'refusal' | 'reasoning' | 'arguments';
  text: string;
}

/** An output item while it comes. */
interface OpenItem {
  fields: JsonObject;
  isDone: boolean;
  readonly pieces: Map<string, Piece>;
}

/** Follows the events of a streamed response, so that one broken off still shows what had come. */
export class ResponsesStreamReader implements StreamReader {
  readonly #keepContent: boolean;
  readonly #read: (response: JsonObject) => Answer;
  readonly #items = new Map<number, OpenItem>();
  #response: JsonObject = {};

  constructor(keepContent: boolean, read: (response: JsonObject) => Answer) {
    this.#keepContent = keepContent;
    this.#read = read;
  }

  get identity(): JsonObject {
    return this.#response;
  }

  add(value: unknown): boolean {
    const event = asObject(value);
    const type = asText(event.type) ?? '';
    if (PROGRESS.has(type) || FINAL.has(type)) {
      this.#response = asObject(event.response);
      return FINAL.has(type);
    }
    const index = asNumber(event.output_index);
    if (index !== undefined) this.#addToItem(index, type, event);
    return true;
  }

  answer(): Answer {
    const output = asList(this.#response.output);
    if (output.length > 0 || this.#items.size === 0) return this.#read(this.#response);
    const items = [...this.#items].sort(([a], [b]) => a - b).map(([, item]) => itemSoFar(item));
    return this.#read({ ...this.#response, output: items });
  }

  #addToItem(index: number, type: string, event: JsonObject): void {
    let item = this.#items.get(index);
    if (item === undefined) {
      item = { fields: {}, isDone: false, pieces: new Map() };
      this.#items.set(index, item);
    }
    if (type === 'response.output_item.added' || type === 'response.output_item.done') {
      const fields = asObject(event.item);
      // Without content only the type is needed: it decides the finish reason.
      item.fields = this.#keepContent ? fields : { type: fields.type };
      item.isDone = type === 'response.output_item.done';
      return;
    }
    const kind = DELTAS[type];
    if (kind === undefined || !this.#keepContent) return;
    const key = `${kind}:${asNumber(event.content_index) ?? asNumber(event.summary_index) ?? 0}`;
    const piece = item.pieces.get(key);
    const delta = asText(event.delta) ?? '';
    if (piece === undefined) item.pieces.set(key, { kind, text: delta });
    else piece.text += delta;
  }
}

/** The item as a response would hold it, from its pieces where it never became whole. */
function itemSoFar(item: OpenItem): JsonObject {
  if (item.isDone) return item.fields;
  const pieces = [...item.pieces.values()];
  const type = asText(item.fields.type) ?? 'message';
  const joined = pieces.map((piece) => piece.text).join('');
  if (type === 'function_call') return { ...item.fields, arguments: joined };
  if (type === 'custom_tool_call') return { ...item.fields, input: joined };
  if (type === 'reasoning') return { ...item.fields, summary: pieces.map(({ text }) => ({ text })) };
  if (type !== 'message') return item.fields;
  const content = pieces.map(({ kind, text }) => ({ type: kind, [kind === 'refusal' ? 'refusal' : 'text']: text }));
  return { ...item.fields, type, content };
}
