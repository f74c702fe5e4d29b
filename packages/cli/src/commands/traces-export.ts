import { createWriteStream } from 'node:fs';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, command } from '../command/command.ts';
import { CommandError, usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { SERVER_OPTIONS, withServer } from '../server/server.ts';

/** A file gets its name once all of it is there. */
export const tracesExport: Command = command({
  name: 'traces export',
  says: 'Write traces as lines of OTLP JSON, which `traces import` reads back, or their spans as CSV.',
  operands: '[file]',
  options: {
    ...SERVER_OPTIONS,
    filter: { value: 'filter', says: 'which traces, such as "status = error AND cost > 0.1"; default all' },
    format: { value: 'otlp|csv', says: 'default otlp, or csv where the file is named so' },
  },
  run({ filter = '', format, ...options }, [file, ...more], io) {
    if (more.length > 0) throw usageError('one file at most is written');
    const form = format ?? (file?.endsWith('.csv') ? 'csv' : 'otlp');
    if (form !== 'otlp' && form !== 'csv') throw usageError(`--format is otlp or csv, not ${JSON.stringify(form)}`);
    return withServer(options, io, async (server) => {
      const response = await server.request(`/api/v1/export?${new URLSearchParams({ filter, format: form })}`);
      const lines = new CountedLines(form === 'csv' ? QUOTE : undefined);
      const count = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
        for await (const chunk of chunks) {
          lines.add(chunk);
          yield chunk;
        }
      };
      const body = Readable.from(response.body ?? []);
      if (file === undefined || file === '-') await pipeline(body, count, notClosing(io.stdout)).catch(cutOff);
      else await intoFile(file, (part) => pipeline(body, count, createWriteStream(part)).catch(cutOff));
      // The first line of CSV says what stands in the columns.
      const written = form === 'csv' ? Math.max(0, lines.count - 1) : lines.count;
      const what = form === 'csv' ? 'span' : 'trace';
      say(io, `${written} ${written === 1 ? what : `${what}s`} written`);
      return 0;
    });
  },
});

const NEW_LINE = 10;
/** Lines within a pair of them are one, as CSV has it. */
const QUOTE = 34;

/** Counts lines of a text that comes in pieces. */
class CountedLines {
  readonly #quote: number | undefined;
  #isQuoted = false;
  #count = 0;

  constructor(quote: number | undefined) {
    this.#quote = quote;
  }

  get count(): number {
    return this.#count;
  }

  add(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (byte === this.#quote) this.#isQuoted = !this.#isQuoted;
      else if (byte === NEW_LINE && !this.#isQuoted) this.#count++;
    }
  }
}

async function intoFile(name: string, write: (part: string) => Promise<void>): Promise<void> {
  const found = await stat(name).catch(() => undefined);
  // Pipes and devices are to be written to, and links stay: a file of their name would take their place.
  if (found !== undefined && !found.isFile()) return write(name);
  const file = found === undefined ? name : await realpath(name);
  const part = `${file}.part`;
  try {
    await write(part);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Standard output stays open for whoever writes next. */
function notClosing(stream: Writable): Writable {
  return new Writable({
    write(chunk, encoding, done) {
      if (stream.write(chunk, encoding)) done();
      else stream.once('drain', () => done());
    },
  });
}

function cutOff(error: unknown): never {
  // The connection's own error, not one of a file.
  if (error instanceof TypeError && error.message === 'terminated') {
    throw new CommandError('the collector went away before everything was written', 1, { cause: error });
  }
  throw error;
}
