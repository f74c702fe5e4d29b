import type { Answer, StreamReader } from './api.ts';
import { asObject, asText, type JsonObject } from './json-reading.ts';

/** Follows the events of a streamed transcription. */
export class TranscriptionsStreamReader implements StreamReader {
  readonly #keepContent: boolean;
  readonly #read: (transcription: JsonObject) => Answer;
  #text = '';
  #usage: unknown;

  constructor(keepContent: boolean, read: (transcription: JsonObject) => Answer) {
    this.#keepContent = keepContent;
    this.#read = read;
  }

  get identity(): JsonObject {
    return {};
  }

  add(value: unknown): boolean {
    const event = asObject(value);
    const isDone = event.type === 'transcript.text.done';
    this.#usage = event.usage ?? this.#usage;
    if (!this.#keepContent) return true;
    if (isDone) this.#text = asText(event.text) ?? this.#text;
    else this.#text += asText(event.delta) ?? '';
    return true;
  }

  answer(): Answer {
    return this.#read({ text: this.#text, usage: this.#usage });
  }
}
