import { expect, test } from 'vitest';
import type { OutgoingAnswer } from '../outgoing/send-outgoing.ts';
import type { AlertStore, StoredAlert, StoredAlertEvent } from '../storage/tracking/alerts/alert-store.ts';
import { Deliveries } from './deliveries.ts';

/** Events of rules whose webhooks stand at these hosts; those at `hangs.test` never answer. */
function telling(hosts: readonly string[]) {
  const noted: string[] = [];
  const putOff: string[] = [];
  const waits: number[] = [];
  const asked: string[] = [];
  const never = Promise.withResolvers<OutgoingAnswer>().promise;
  const deliveries = new Deliveries({
    alerts: {
      get: async (_, ruleId) =>
        ({ webhook: { url: `https://${ruleId}/`, secretName: null } }) as unknown as StoredAlert,
      claimDelivery: async (_workspaceId, id, nowMs, untilMs) => {
        if (untilMs - nowMs !== 60_000) putOff.push(id);
        waits.push(untilMs - nowMs);
        return true;
      },
      noteDelivery: async (_, id) => void noted.push(id),
    } satisfies Pick<AlertStore, 'get' | 'claimDelivery' | 'noteDelivery'>,
    webhooks: {
      send: ({ url }) => {
        const { host } = new URL(url);
        asked.push(host);
        return host === 'hangs.test' ? never : Promise.resolve({ status: 200, headers: {}, text: '' });
      },
      ...{ keys: [], env: {} },
    },
    nowMs: () => 0,
    report: (error) => {
      throw error;
    },
  });
  for (const [index, ruleId] of hosts.entries()) {
    deliveries.start({ workspaceId: 'default', id: `e${index}`, ruleId } as unknown as StoredAlertEvent);
  }
  return { noted, putOff, waits, asked };
}

test('a webhook that does not answer holds up none at another host, and only so many are asked of it', async () => {
  const { noted, putOff, asked } = telling([...Array.from({ length: 6 }, () => 'hangs.test'), 'a.test', 'b.test']);
  await expect.poll(() => noted.length).toBe(2);
  expect(noted).toEqual(['e6', 'e7']);
  expect(putOff).toEqual(['e4', 'e5']);
  expect(asked.filter((host) => host === 'hangs.test')).toHaveLength(4);
});

test('the more events wait for a host that hangs, the longer until each is looked at again: others come to their turn', async () => {
  const { noted, waits } = telling([...Array.from({ length: 1_000 }, () => 'hangs.test'), 'a.test']);
  await expect.poll(() => noted).toEqual(['e1000']);
  expect([waits[4], waits[254], waits[504], waits[999]]).toEqual([5_000, 5_020, 10_020, 19_920]);
});
