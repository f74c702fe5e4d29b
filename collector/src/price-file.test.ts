import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPriceFile } from './price-file.ts';
import { emptyFolder } from './testing/empty-folder.ts';

function fileWith(text: string): string {
  const file = join(emptyFolder(), 'prices.json');
  writeFileSync(file, text);
  return file;
}

test('prices are read from the file that is named, if one is', () => {
  const price = { model: 'acme-*', inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 2 };
  expect(readPriceFile(fileWith(JSON.stringify([price])))).toEqual([price]);
  expect(readPriceFile(undefined)).toEqual([]);
});

test.each([['{'], ['{}'], ['[{"model":"acme"}]']])(
  'a file that says something else is refused by its name: %s',
  (text) => {
    const file = fileWith(text);
    expect(() => readPriceFile(file)).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining(`TRACEWRIGHT_PRICES ${file} cannot be used: `),
      }),
    );
  },
);

test('a file that is not there is refused', () => {
  expect(() => readPriceFile('/nowhere/prices.json')).toThrow(/TRACEWRIGHT_PRICES .*ENOENT/);
});
