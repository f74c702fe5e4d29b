import { expect, test } from 'vitest';
import { belongings } from './span-links.tsx';

test('a span leads to its session, user, run and prompt', () => {
  const attributes = {
    'session.id': 's/1',
    'user.id': "o'neil",
    'tracewright.run_id': 'r1',
    'gen_ai.prompt.name': 'greet',
    'gen_ai.prompt.version': 3,
  };

  const found = belongings({ sessionId: null, userId: null }, { attributes });

  expect(found.map(({ label, text }) => `${label} ${text}`)).toEqual([
    'Session s/1',
    "User o'neil",
    'Run r1',
    'Prompt greet v3',
  ]);
  expect(found.map(({ href }) => decodeURIComponent(href).replaceAll('+', ' '))).toEqual([
    '/sessions/s/1',
    "/traces?q=user = 'o\\'neil'",
    '/runs/r1',
    '/prompts/greet?v=3',
  ]);
  expect(decodeURIComponent(found.at(-1)?.tracesHref ?? '').replaceAll('+', ' ')).toBe(
    "/traces?q=has(prompt = 'greet' AND prompt_version = '3')",
  );
});

test('a call of a graph that was interrupted leads to the others of its thread, in whichever process they ran', () => {
  const attributes = { 'tracewright.thread_id': 't 7', 'tracewright.resumed': true };

  const [found] = belongings({ sessionId: null, userId: null }, { attributes });

  expect(found?.label).toBe('Resumes thread');
  expect(decodeURIComponent(found?.href ?? '').replaceAll('+', ' ')).toBe(
    "/traces?q=has(attributes.tracewright.thread_id = 't 7')",
  );
});

test('where the span says nothing, its trace does', () => {
  expect(belongings({ sessionId: 's', userId: null }, { attributes: {} })).toEqual([
    { label: 'Session', text: 's', href: '/sessions/s' },
  ]);
});
