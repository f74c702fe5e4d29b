import { expect, test } from 'vitest';
import type { OpenStores } from '../opened-stores.contract.ts';
import { inRequest, RepeatedRequest } from './repeated-request.ts';
import type { BegunRequest, RequestAnswerStore, RequestPlace } from './request-answer-store.ts';

const PLACE = { workspaceId: 'default', sender: 'ann', key: 'k' };

/** Attempts of which none has ended. @returns tells of an earlier request; undefined where there is none */
const beginning = (store: RequestAnswerStore) => async (place: RequestPlace, request: string) => {
  const begun = await store.begin(place, request, 'a', () => false);
  return 'writes' in begun ? undefined : begun;
};

/** What every adapter has to do with answers to requests that are sent again. */
export function requestAnswerCases(open: OpenStores): void {
  test('of requests with the same key one is worked on, and the others are told of it and of its answer', async () => {
    const { requestAnswers } = await open();
    const begin = beginning(requestAnswers);
    const both = await Promise.all([1, 2].map(() => begin(PLACE, 'POST /a')));
    expect(both.filter((earlier) => earlier === undefined)).toHaveLength(1);
    expect(both.find((earlier) => earlier !== undefined)).toMatchObject({ request: 'POST /a', answer: undefined });
    await requestAnswers.answer(PLACE, 'a', { status: 200, body: '{}', digest: 'd' });
    const earlier = await begin(PLACE, 'POST /b');
    expect(earlier).toMatchObject({ request: 'POST /a', answer: { status: 200, body: '{}', digest: 'd' } });
    expect(earlier!.ageMs).toBeLessThan(600_000);
    const unknown = { status: 200, body: undefined, digest: undefined };
    await requestAnswers.answer(PLACE, 'a', unknown);
    expect((await begin(PLACE, 'POST /a'))?.answer).toEqual(unknown);
  });

  test('the same key of another sender or in another workspace is another request, and so is one that was given up', async () => {
    const { requestAnswers } = await open();
    const begin = beginning(requestAnswers);
    await begin(PLACE, 'POST /a');
    expect(await begin({ ...PLACE, sender: 'bob' }, 'POST /a')).toBeUndefined();
    expect(await begin({ ...PLACE, workspaceId: 'other' }, 'POST /a')).toBeUndefined();
    await requestAnswers.giveUp(PLACE, 'a');
    expect(await begin(PLACE, 'POST /a')).toBeUndefined();
    expect(await begin({ ...PLACE, sender: 'bob' }, 'POST /a')).toBeDefined();
  });

  test('once somebody was erased no answer is kept in their workspace, but that there was one', async () => {
    const { requestAnswers, erasures } = await open();
    const begin = beginning(requestAnswers);
    const given = { status: 200, body: '{"user":"ann"}', digest: 'd' };
    const other = { ...PLACE, workspaceId: 'other' };
    for (const place of [PLACE, other]) {
      await begin(place, 'POST /a');
      await requestAnswers.answer(place, 'a', given);
    }
    for (const isDryRun of [true, false]) {
      expect((await begin(PLACE, 'POST /a'))?.answer).toEqual(given);
      const asked = { of: 'user', subject: 'ann', digest: 'x', isDryRun, requestedBy: '', watchedUntilMs: 1 } as const;
      await erasures.note(await erasures.add('default', asked), { state: 'done' });
    }
    expect((await begin(PLACE, 'POST /a'))?.answer).toEqual({
      ...given,
      body: undefined,
      digest: undefined,
    });
    expect((await begin(other, 'POST /a'))?.answer).toEqual(given);
  });

  test('an attempt that takes the place of a lost one is given what that has written, and writes it no second time', async () => {
    const { requestAnswers, experiments } = await open();
    const work = async (attempt: string, names: readonly string[]) => {
      const begun = (await requestAnswers.begin(PLACE, 'POST /a', attempt, () => true)) as BegunRequest;
      const request = new RepeatedRequest(PLACE, begun, () => 'd');
      const make = async () => {
        const ids: string[] = [];
        for (const name of names) ids.push(await experiments.create('default', { name }));
        return ids;
      };
      return { request, make: () => inRequest(request, make) };
    };
    const first = await work('one', ['a']);
    const [id] = await first.make();
    const made = await (await work('two', ['a', 'b'])).make();
    expect(made).toEqual([id, expect.any(String)]);
    await expect((await work('three', ['a', 'b', 'c'])).make()).resolves.toHaveLength(3);
    await expect(first.make()).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
    const last = await work('four', ['a', 'b']);
    expect(await last.make()).toEqual(made);
    expect([last.request.isRepeated, last.request.hasDiverged]).toEqual([true, true]);
    await requestAnswers.answer(PLACE, 'three', { status: 500, body: '{}', digest: 'd' });
    await requestAnswers.answer(PLACE, 'four', { status: 200, body: '{}', digest: 'd' });
    expect(await requestAnswers.begin(PLACE, 'POST /a', 'five', () => true)).toMatchObject({ answer: { status: 200 } });
  });

  test('what was written is not given to another body, nor to other work, nor once somebody was erased', async () => {
    const { requestAnswers, experiments, erasures } = await open();
    const work = async (digest: string, make: () => Promise<unknown>) => {
      const begun = (await requestAnswers.begin(PLACE, 'POST /a', digest, () => true)) as BegunRequest;
      await inRequest(new RepeatedRequest(PLACE, begun, () => digest), make);
    };
    const create = () => experiments.create('default', { name: 'a' });
    await work('d', create);
    await expect(work('e', create)).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
    await expect(work('d', () => experiments.rename('default', '0', 'b'))).rejects.toMatchObject({
      code: 'RESOURCE_CONFLICT',
    });
    const asked = { of: 'user', subject: 'ann', digest: 'x', isDryRun: false } as const;
    const id = await erasures.add('default', { ...asked, requestedBy: '', watchedUntilMs: 1 });
    await erasures.note(id, { state: 'done' });
    await expect(work('d', create)).rejects.toThrow('its answer is not kept');
  });

  test('what is kept long enough goes, whoever asks for nothing more', async () => {
    const { requestAnswers } = await open();
    await requestAnswers.begin(PLACE, 'POST /a', 'one', () => false);
    await requestAnswers.removeOld();
    expect(await requestAnswers.begin(PLACE, 'POST /a', 'two', () => false)).toMatchObject({ request: 'POST /a' });
  });
}
