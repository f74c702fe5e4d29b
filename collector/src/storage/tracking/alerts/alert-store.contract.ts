import type { NewAlertRule } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { NOW_MS, type OpenStores } from '../opened-stores.contract.ts';
import type { AlertLook, NewAlertEvent } from './alert-store.ts';

export const RULE: NewAlertRule = {
  name: 'slow',
  metric: { kind: 'traces', figure: 'latencyP95' },
  filter: '',
  windowMs: 600_000,
  condition: { kind: 'threshold', is: 'above', value: 2_000 },
  minCount: 10,
  forMs: 0,
  everyMs: 60_000,
  webhook: null,
  isEnabled: true,
};
const READING = { value: 3_000, before: null, count: 12 };
const FIRED: NewAlertEvent = { id: 'e', kind: 'firing', reading: READING, isSilenced: false, isToBeTold: true };
const LOOK: AlertLook = {
  atMs: NOW_MS,
  nextMs: NOW_MS + 60_000,
  standing: { state: 'firing', sinceMs: NOW_MS, badSinceMs: NOW_MS, isTold: true, reading: READING },
  problem: null,
  events: [FIRED],
};

/** What every adapter has to do with alerts. */
export function alertCases(open: OpenStores): void {
  const opened = async () => {
    const { alerts, reopen } = await open();
    return { alerts, reopen, rule: await alerts.create('default', 'r', RULE) };
  };

  test('a rule is due at once, then when its look says so, also after a restart', async () => {
    const { alerts, reopen, rule } = await opened();
    expect(rule).toMatchObject({ ...RULE, state: 'noData', sinceMs: null, reading: null });
    expect((await alerts.due(NOW_MS, 10)).map(({ id, workspaceId }) => [id, workspaceId])).toEqual([['r', 'default']]);
    expect(await alerts.record(rule, LOOK)).toBe(true);
    const again = (await reopen()).alerts;
    expect(await again.due(NOW_MS + 59_999, 10)).toEqual([]);
    const [due] = await again.due(NOW_MS + 60_000, 10);
    expect(due).toMatchObject({ state: 'firing', sinceMs: NOW_MS, badSinceMs: NOW_MS, isTold: true, reading: READING });
  });

  test('a rule that was looked at by a clock that has been set back since is due', async () => {
    const { alerts, rule } = await opened();
    await alerts.record(rule, LOOK);
    expect(await alerts.due(NOW_MS - 86_400_000, 10)).toHaveLength(1);
    expect(await alerts.due(NOW_MS, 10)).toEqual([]);
  });

  test('of two who have seen the same one writes, and what happened stands once', async () => {
    const { alerts, rule } = await opened();
    const second = { ...LOOK, events: [{ ...FIRED, id: 'f' }] };
    const written = await Promise.all([alerts.record(rule, LOOK), alerts.record(rule, second)]);
    expect(written.filter(Boolean)).toHaveLength(1);
    expect(await alerts.events('default', 'r', 10)).toHaveLength(1);
    expect(await alerts.events('other', 'r', 10)).toEqual([]);
  });

  test('a rule that was changed or silenced meanwhile is looked at anew', async () => {
    const { alerts, rule } = await opened();
    await alerts.record(rule, LOOK);
    const silenced = await alerts.silence('default', 'r', NOW_MS + 5_000);
    expect(silenced).toMatchObject({ silencedUntilMs: NOW_MS + 5_000, state: 'firing', isTold: true });
    expect(await alerts.record(rule, LOOK)).toBe(false);
    expect(await alerts.due(NOW_MS, 10)).toHaveLength(1);
    expect(await alerts.replace('default', 'r', { ...RULE, minCount: 1 })).toMatchObject({
      ...{ state: 'noData', isTold: true, reading: null, minCount: 1, silencedUntilMs: NOW_MS + 5_000 },
    });
    expect(await alerts.record(silenced, LOOK)).toBe(false);
    const elsewhere = { url: 'https://hooks.test/other', secretName: null };
    expect(await alerts.replace('default', 'r', { ...RULE, webhook: elsewhere })).toMatchObject({ isTold: false });
  });

  test('what is to be told is due until it is delivered or given up', async () => {
    const { alerts, reopen, rule } = await opened();
    await alerts.record(rule, { ...LOOK, events: [FIRED, { ...FIRED, id: 'quiet', isToBeTold: false }] });
    expect(await alerts.untold(NOW_MS, 10)).toMatchObject([
      { id: 'e', kind: 'firing', delivery: { state: 'waiting', attempts: 0 } },
    ]);
    const claims = [1, 2].map(() => alerts.claimDelivery('default', 'e', NOW_MS, NOW_MS + 60_000));
    expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
    expect(await alerts.untold(NOW_MS + 59_999, 10)).toEqual([]);
    await alerts.bringForward(0, NOW_MS + 60_000);
    expect(await alerts.untold(NOW_MS + 59_999, 10)).toEqual([]);
    await alerts.bringForward(10_000, NOW_MS + 60_000);
    expect(await alerts.untold(NOW_MS + 50_000, 10)).toHaveLength(1);
    expect(await alerts.untold(NOW_MS + 49_999, 10)).toEqual([]);
    expect(await alerts.claimDelivery('default', 'e', NOW_MS + 50_000, NOW_MS + 60_000)).toBe(true);
    expect(await alerts.untold(NOW_MS + 60_000, 10)).toHaveLength(1);
    const failed = { state: 'waiting', attempts: 1, status: 503, error: 'busy', nextMs: NOW_MS + 10_000 } as const;
    await alerts.noteDelivery('default', 'e', failed);
    const again = (await reopen()).alerts;
    expect(await again.untold(NOW_MS + 9_999, 10)).toEqual([]);
    expect(await again.untold(NOW_MS + 10_000, 10)).toMatchObject([{ id: 'e', delivery: failed }]);
    const delivered = { state: 'delivered', attempts: 2, status: 200, error: null, nextMs: null } as const;
    await again.noteDelivery('default', 'e', delivered);
    expect(await again.untold(NOW_MS + 99_999, 10)).toEqual([]);
    const events = await again.events('default', 'r', 10);
    expect(events.map(({ id, delivery }) => [id, delivery])).toEqual(
      expect.arrayContaining([
        ['e', delivered],
        ['quiet', null],
      ]),
    );
  });

  test('events of a rule are told in turn, those of others beside them', async () => {
    const { alerts } = await opened();
    const other = await alerts.create('default', 'other', RULE);
    await alerts.addEvent('default', 'r', FIRED);
    await alerts.noteDelivery('default', 'e', {
      ...{ state: 'waiting', attempts: 1, status: 503, error: 'busy', nextMs: NOW_MS + 90_000 },
    });
    const [rule] = (await alerts.due(NOW_MS, 10)).filter(({ id }) => id === 'r');
    const over = { ...LOOK, atMs: NOW_MS + 60_000 };
    await alerts.record(rule!, { ...over, events: [{ ...FIRED, id: 'over', kind: 'resolved' }] });
    await alerts.record(other, { ...over, events: [{ ...FIRED, id: 'beside' }] });
    expect((await alerts.untold(NOW_MS + 60_000, 10)).map(({ id }) => id)).toEqual(['beside']);
    expect((await alerts.untold(NOW_MS + 90_000, 10)).map(({ id }) => id)).toEqual(['beside', 'e']);
    await alerts.noteDelivery('default', 'e', {
      ...{ state: 'delivered', attempts: 2, status: 200, error: null, nextMs: null },
    });
    expect((await alerts.untold(NOW_MS + 90_000, 10)).map(({ id }) => id)).toEqual(['beside', 'over']);
  });

  test('it is known when there is something to do again', async () => {
    const { alerts } = await open();
    expect(await alerts.nextMs()).toBeUndefined();
    const rule = await alerts.create('default', 'r', RULE);
    expect(await alerts.nextMs()).toBe(NOW_MS);
    await alerts.record(rule, LOOK);
    expect(await alerts.nextMs()).toBe(NOW_MS);
    const told = { state: 'delivered', attempts: 1, status: 200, error: null, nextMs: null } as const;
    await alerts.noteDelivery('default', 'e', told);
    expect(await alerts.nextMs()).toBe(NOW_MS + 60_000);
  });

  test('old events go, but for those that are still to be told', async () => {
    const { alerts, rule } = await opened();
    const told = { ...FIRED, id: 'f', isToBeTold: false };
    await alerts.record(rule, { ...LOOK, events: [FIRED, told] });
    await alerts.prune('default', NOW_MS);
    await alerts.prune('other', NOW_MS + 1);
    expect(await alerts.events('default', 'r', 10)).toHaveLength(2);
    await alerts.prune('default', NOW_MS + 1);
    expect((await alerts.events('default', 'r', 10)).map(({ id }) => id)).toEqual(['e']);
  });

  test('a rule that is removed leaves no history, and unknown ones are said to be that', async () => {
    const { alerts, rule } = await opened();
    await alerts.record(rule, LOOK);
    await alerts.addEvent('default', 'r', { ...FIRED, id: 't', kind: 'test' });
    expect(await alerts.events('default', 'r', 10)).toHaveLength(2);
    await alerts.remove('default', 'r');
    expect(await alerts.list('default')).toEqual([]);
    expect(await alerts.untold(NOW_MS, 10)).toEqual([]);
    const missing = { code: 'RESOURCE_DOES_NOT_EXIST' };
    await expect(alerts.remove('default', 'r')).rejects.toMatchObject(missing);
    await expect(alerts.get('default', 'r')).rejects.toMatchObject(missing);
    await expect(alerts.silence('default', 'r', null)).rejects.toMatchObject(missing);
  });
}
