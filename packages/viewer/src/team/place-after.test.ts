import { expect, test, vi } from 'vitest';
import { placeAfter } from './place-after.ts';

test.each([
  ['/datasets?q=faq', '/datasets?q=faq'],
  [undefined, '/traces'],
  ['https://evil.example/', '/traces'],
  ['//evil.example/x', '/traces'],
  ['/\\evil.example', '/traces'],
  ['/x/..//evil.example/', '/traces'],
  ['/.//evil.example/', '/traces'],
  ['javascript:alert(1)', '/traces'],
  ['/sign-in?to=%2Fsign-in', '/traces'],
])('from %s one comes to %s', (to, place) => {
  vi.stubGlobal('location', { origin: 'https://tracewright.example' });
  expect(placeAfter(to)).toBe(place);
  vi.unstubAllGlobals();
});
