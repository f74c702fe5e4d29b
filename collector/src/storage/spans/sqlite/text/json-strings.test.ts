import { expect, test } from 'vitest';
import { JsonStrings } from './json-strings.ts';

test.each(['{"a":"one","a":"two"}', '{"":"one","":"two"}'])(
  'of %s, in which a key comes twice, nothing is sure',
  (json) => {
    const bytes = Buffer.from(json);
    expect(new JsonStrings(() => {}).read(bytes, 0, bytes.length)).toBe('unsure');
  },
);
