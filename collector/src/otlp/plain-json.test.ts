import { expect, test } from 'vitest';
import { byteView } from './byte-view.ts';
import { endOfPlain } from './plain-json.ts';

/** Neighbours of what is looked for, and bytes of longer characters. */
const PLAIN = [0x20, 0x21, 0x23, 0x5b, 0x5d, 0x7f, 0x80, 0xa2, 0xdc, 0xff];
const SPECIAL = [0x22, 0x5c, 0x00, 0x01, 0x1f];

test('the first byte that does not stand for itself is found wherever it is, whatever stands around it', () => {
  const wrong: object[] = [];
  for (const special of SPECIAL) {
    for (const [index, plain] of PLAIN.entries()) {
      for (let place = 0; place < 11; place++) {
        const bytes = new Uint8Array(13).fill(plain);
        bytes[place] = special;
        bytes.fill(SPECIAL[index % SPECIAL.length]!, place + 1);
        for (let start = 0; start <= place; start++) {
          if (endOfPlain(byteView(bytes), start) !== place) wrong.push({ special, plain, place, start });
        }
      }
    }
  }

  expect(wrong).toEqual([]);
});

test.each([0, 1, 4, 7])('where all of %i bytes stand for themselves the end is found', (length) => {
  expect(endOfPlain(byteView(new Uint8Array(length).fill(0xff)), 0)).toBe(length);
});
