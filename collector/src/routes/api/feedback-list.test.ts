import type { Feedback } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { MemoryTraceNotes, testApp } from '../../testing/test-app.ts';

const TRACES = ['a'.repeat(32), 'b'.repeat(32), 'c'.repeat(32)];

test('feedback on several traces comes in one answer', async () => {
  const notes = new MemoryTraceNotes();
  for (const [at, traceId] of TRACES.entries()) {
    const source = { kind: 'human', id: 'ann' } as const;
    const feedback: Feedback = {
      ...{ id: `f${at}`, traceId, spanId: null, name: 'thumbs', value: true, rationale: null, source },
      ...{ createdNs: '1', updatedNs: '1' },
    };
    await notes.addFeedback('default', feedback);
  }
  const app = testApp({ api: { notes } });
  const answer = await app.request(
    `/api/v1/feedback?traces=${TRACES[0]},${TRACES[2]?.toUpperCase()},${'d'.repeat(32)}`,
  );
  expect(await answer.json()).toMatchObject({ items: [{ id: 'f0' }, { id: 'f2' }], total: 2 });
});

test.each([
  ['', 'traces'],
  ['?traces=', 'names traces'],
  ['?traces=x', '32 hex digits'],
  [`?traces=${Array.from({ length: 201 }, () => TRACES[0]).join()}`, 'at most 200'],
])('%s is refused', async (query, sentence) => {
  const answer = await testApp().request(`/api/v1/feedback${query}`);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(sentence);
});
