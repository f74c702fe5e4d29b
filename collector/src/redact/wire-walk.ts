import type { WireReader } from '../otlp/wire-reader.ts';
import type { Redactor } from './redactor.ts';
import type { WireEdits } from './wire-edits.ts';

/** What is needed to go through a body and change it. */
export interface WireWalk {
  readonly reader: WireReader;
  readonly edits: WireEdits;
  readonly redactor: Redactor;
}

/** Enters the message whose length comes next, for reading and for changing, and leaves it at its end. */
export function inMessage(
  { reader, edits }: Pick<WireWalk, 'reader' | 'edits'>,
  work: (start: number, end: number) => void,
): void {
  const lengthAt = reader.offset;
  const outer = reader.enter();
  const [start, end] = [reader.offset, reader.limit];
  edits.enter(lengthAt, start, end);
  work(start, end);
  edits.leave();
  reader.seek(end, end);
  reader.leave(outer);
}

/** The text that comes next, and the place of its length. */
export function nextText({ reader }: WireWalk): { readonly at: number; readonly text: string } {
  const at = reader.offset;
  const start = reader.skipBytes();
  return { at, text: reader.bytes.toString('utf8', start, reader.offset) };
}

/** A text with its length before it, as fields of texts have it behind their tags. */
export function lengthAndText(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  const length: number[] = [];
  let rest = bytes.byteLength;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Uint8Array.from([...length, rest]), bytes]);
}
