import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { promptHash } from './prompt-hash.ts';
import { sha256 } from './sha256.ts';

test('texts of every length have the hash that the platform gives them', () => {
  const texts = Array.from({ length: 130 }, (_, length) => 'a'.repeat(length));
  for (const text of [...texts, 'grüße 🎉', '\0', 'x'.repeat(100_000)]) {
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
  }
});

test('what a prompt says makes its hash, and nothing else does', () => {
  expect(promptHash('Say {{what}}.')).toBe(createHash('sha256').update('Say {{what}}.').digest('hex'));
  const messages = [{ role: 'user', content: 'hello' }];
  expect(promptHash(messages)).toBe(promptHash([{ content: 'hello', role: 'user' }]));
  expect(promptHash(messages)).not.toBe(promptHash([{ role: 'system', content: 'hello' }]));
});
