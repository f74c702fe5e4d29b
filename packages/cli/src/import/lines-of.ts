import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Lines of a text in UTF-8, without their ends. Lines may be as long as a text can be. */
export async function* linesOf(input: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let begun: string[] = [];
  for await (const chunk of input as AsyncIterable<Buffer>) {
    const parts = decoder.write(chunk).split('\n');
    const last = parts.pop() as string;
    for (const part of parts) {
      yield [...begun, part].join('');
      begun = [];
    }
    begun.push(last);
  }
  const rest = [...begun, decoder.end()].join('');
  if (rest !== '') yield rest;
}
