import type { Readable, Writable } from 'node:stream';

/** What a command reads and writes, so that it can be run inside a test as well. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  /** Results alone: what another program reads. */
  readonly stdout: Writable;
  /** What is said to the person. */
  readonly stderr: Writable;
}

/** Says something to the person, a line of its own. */
export function say(io: Io, text: string): void {
  io.stderr.write(`${text}\n`);
}
