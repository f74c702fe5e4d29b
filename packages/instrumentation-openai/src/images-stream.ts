import type { Answer, StreamReader } from './api.ts';
import { asObject, asText, type JsonObject } from './json-reading.ts';

/**
 * Follows an image while it is drawn. Each event brings a whole image, better than the one before: the last of them
 * stands for the answer, complete or not.
 */
export class ImagesStreamReader implements StreamReader {
  readonly #keepContent: boolean;
  readonly #read: (images: JsonObject) => Answer;
  #last: JsonObject = {};

  constructor(keepContent: boolean, read: (images: JsonObject) => Answer) {
    this.#keepContent = keepContent;
    this.#read = read;
  }

  get identity(): JsonObject {
    return {};
  }

  add(value: unknown): boolean {
    const event = asObject(value);
    const { usage, output_format } = event;
    const base64 = asText(event.b64_json);
    this.#last = {
      usage,
      output_format,
      data: this.#keepContent && base64 !== undefined ? [{ b64_json: base64 }] : [],
    };
    return base64 !== undefined;
  }

  answer(): Answer {
    return this.#read(this.#last);
  }
}
