import { expect, test } from 'vitest';
import type { OpenStores } from '../opened-stores.contract.ts';

const PLACE = { workspaceId: 'default', sender: 'ann', key: 'k' };

/** What every adapter has to do with answers to requests that are sent again. */
export function requestAnswerCases(open: OpenStores): void {
  test('of requests with the same key one is worked on, and the others are told of it and of its answer', async () => {
    const { requestAnswers } = await open();
    const both = await Promise.all([1, 2].map(() => requestAnswers.begin(PLACE, 'POST /a')));
    expect(both.filter((earlier) => earlier === undefined)).toHaveLength(1);
    expect(both.find((earlier) => earlier !== undefined)).toMatchObject({ request: 'POST /a', answer: undefined });
    await requestAnswers.answer(PLACE, { status: 200, body: '{}', digest: 'd' });
    const earlier = await requestAnswers.begin(PLACE, 'POST /b');
    expect(earlier).toMatchObject({ request: 'POST /a', answer: { status: 200, body: '{}', digest: 'd' } });
    expect(earlier!.ageMs).toBeLessThan(600_000);
    const unknown = { status: 200, body: undefined, digest: undefined };
    await requestAnswers.answer(PLACE, unknown);
    expect((await requestAnswers.begin(PLACE, 'POST /a'))?.answer).toEqual(unknown);
  });

  test('the same key of another sender or in another workspace is another request, and so is one that was given up', async () => {
    const { requestAnswers } = await open();
    await requestAnswers.begin(PLACE, 'POST /a');
    expect(await requestAnswers.begin({ ...PLACE, sender: 'bob' }, 'POST /a')).toBeUndefined();
    expect(await requestAnswers.begin({ ...PLACE, workspaceId: 'other' }, 'POST /a')).toBeUndefined();
    await requestAnswers.giveUp(PLACE);
    expect(await requestAnswers.begin(PLACE, 'POST /a')).toBeUndefined();
    expect(await requestAnswers.begin({ ...PLACE, sender: 'bob' }, 'POST /a')).toBeDefined();
  });

  test('once somebody was erased no answer is kept in their workspace, but that there was one', async () => {
    const { requestAnswers, erasures } = await open();
    const given = { status: 200, body: '{"user":"ann"}', digest: 'd' };
    const other = { ...PLACE, workspaceId: 'other' };
    for (const place of [PLACE, other]) {
      await requestAnswers.begin(place, 'POST /a');
      await requestAnswers.answer(place, given);
    }
    for (const isDryRun of [true, false]) {
      expect((await requestAnswers.begin(PLACE, 'POST /a'))?.answer).toEqual(given);
      const asked = { of: 'user', subject: 'ann', digest: 'x', isDryRun, requestedBy: '', watchedUntilMs: 1 } as const;
      await erasures.note(await erasures.add('default', asked), { state: 'done' });
    }
    expect((await requestAnswers.begin(PLACE, 'POST /a'))?.answer).toEqual({
      ...given,
      body: undefined,
      digest: undefined,
    });
    expect((await requestAnswers.begin(other, 'POST /a'))?.answer).toEqual(given);
  });
}
