import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { writeIncoming } from './incoming-file.ts';

const PIECE = randomBytes(1_000_003);

async function* fourPieces(failure?: Error): AsyncGenerator<Uint8Array> {
  for (let count = 0; count < 4; count++) yield PIECE;
  if (failure !== undefined) throw failure;
}

test.each([0, 2_000_000, 64_000_000])(
  'every byte is kept, whether %d of them are written at once',
  async (directBytes) => {
    const place = join(emptyFolder(), 'file');
    expect(await writeIncoming(place, fourPieces(), directBytes)).toBe(4_000_012);
    expect(readFileSync(place).equals(Buffer.concat([PIECE, PIECE, PIECE, PIECE]))).toBe(true);
  },
);

test.each([0, 64_000_000])(
  'nothing is left of content that breaks off, with %d bytes written at once',
  async (directBytes) => {
    const place = join(emptyFolder(), 'file');
    await expect(writeIncoming(place, fourPieces(new Error('cut')), directBytes)).rejects.toThrow('cut');
    expect(existsSync(place)).toBe(false);
  },
);

test('a file that is there is not touched', async () => {
  const place = join(emptyFolder(), 'file');
  await writeIncoming(place, fourPieces());
  await expect(writeIncoming(place, fourPieces())).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(place)).toHaveLength(4_000_012);
});
