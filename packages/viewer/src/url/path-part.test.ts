import { expect, test } from 'vitest';
import { pathPart } from './path-part.ts';

test.each([
  ['/sessions/chat%2F42', 'chat/42'],
  ['/sessions/plain/', 'plain'],
  ['/models/100%25%20%3F', '100% ?'],
  ['/models/a%252Fb', 'a%2Fb'],
  ['/models/100%', '100%'],
  ['/models', ''],
])('the second part of %s is %j', (path, part) => {
  expect(pathPart(path, 1)).toBe(part);
});
