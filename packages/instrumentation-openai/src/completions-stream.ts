import type { Answer, StreamReader } from './api.ts';
import { asList, asNumber, asObject, asText, type JsonObject } from './json-reading.ts';

interface Choice {
  readonly index: number;
  text: string;
  finish_reason: string | undefined;
}

/** Fields of a chunk that hold for the whole answer; the last one that says something wins. */
const WHOLE = ['id', 'model', 'service_tier', 'system_fingerprint', 'usage', 'error'] as const;

/** Puts the chunks of a streamed legacy completion together to the completion they amount to. */
export class CompletionsStreamReader implements StreamReader {
  readonly #keepContent: boolean;
  readonly #read: (completion: JsonObject) => Answer;
  readonly #whole: Record<string, unknown> = {};
  readonly #choices = new Map<number, Choice>();
  #hasStopReason = false;

  constructor(keepContent: boolean, read: (completion: JsonObject) => Answer) {
    this.#keepContent = keepContent;
    this.#read = read;
  }

  get identity(): JsonObject {
    return { ...this.#whole, choices: this.#hasStopReason ? [{ stop_reason: null }] : [] };
  }

  add(value: unknown): boolean {
    const chunk = asObject(value);
    for (const name of WHOLE) {
      const field = chunk[name];
      if (field !== undefined && field !== null && field !== '') this.#whole[name] = field;
    }
    const choices = asList(chunk.choices);
    for (const item of choices) this.#addChoice(asObject(item));
    return choices.length > 0;
  }

  answer(): Answer {
    return this.#read({ ...this.#whole, choices: [...this.#choices.values()] });
  }

  #addChoice(part: JsonObject): void {
    const index = asNumber(part.index) ?? 0;
    const choice = this.#choices.get(index) ?? { index, text: '', finish_reason: undefined };
    this.#choices.set(index, choice);
    choice.finish_reason = asText(part.finish_reason) ?? choice.finish_reason;
    this.#hasStopReason ||= 'stop_reason' in part;
    if (this.#keepContent) choice.text += asText(part.text) ?? '';
  }
}
