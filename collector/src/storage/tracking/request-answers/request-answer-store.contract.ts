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
    await requestAnswers.answer(PLACE, { status: 200, body: '{}' });
    const earlier = await requestAnswers.begin(PLACE, 'POST /b');
    expect(earlier).toMatchObject({ request: 'POST /a', answer: { status: 200, body: '{}' } });
    expect(earlier!.ageMs).toBeLessThan(600_000);
    await requestAnswers.answer(PLACE, { status: 200, body: undefined });
    expect((await requestAnswers.begin(PLACE, 'POST /a'))?.answer).toEqual({ status: 200, body: undefined });
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
}
