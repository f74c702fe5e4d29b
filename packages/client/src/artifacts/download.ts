import { TracewrightError } from '../http/tracewright-error.ts';

/** A file that is asked for when one of these is called, once for each call. */
export class Download {
  readonly #ask: () => Promise<Response>;

  constructor(ask: () => Promise<Response>) {
    this.#ask = ask;
  }

  /** The content as it comes. It has to be read to its end or cancelled. */
  async stream(): Promise<ReadableStream<Uint8Array>> {
    const { body } = await this.#ask();
    return body ?? new Blob([]).stream();
  }

  async bytes(): Promise<Uint8Array> {
    return new Uint8Array(await this.#read((response) => response.arrayBuffer()));
  }

  async text(): Promise<string> {
    return this.#read((response) => response.text());
  }

  /** What the JSON of the file holds is the caller's word. @throws TracewrightError `UNEXPECTED_ANSWER` if it is none */
  async json<Content = unknown>(): Promise<Content> {
    const text = await this.text();
    try {
      return JSON.parse(text) as Content;
    } catch (cause) {
      throw new TracewrightError('UNEXPECTED_ANSWER', 'the file holds no JSON', { cause });
    }
  }

  async #read<Content>(read: (response: Response) => Promise<Content>): Promise<Content> {
    const response = await this.#ask();
    try {
      return await read(response);
    } catch (error) {
      throw readFailure(error);
    }
  }
}

/** Why a file could not be read to its end: fetch tells of a connection that breaks by a TypeError. */
export function readFailure(error: unknown): unknown {
  if (!(error instanceof TypeError)) return error;
  return new TracewrightError('CONNECTION_FAILED', `the file broke off (${error.message})`, { cause: error });
}
