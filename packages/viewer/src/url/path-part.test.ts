import { expect, test } from 'vitest';
import { decodePathPart } from './path-part.ts';

test('a part of a path is decoded, or left as it is where that is done', () => {
  expect(['chat%2F42', 'plain', '100%'].map(decodePathPart)).toEqual(['chat/42', 'plain', '100%']);
});
