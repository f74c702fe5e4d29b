import type { DriftReading, NewDriftMonitor } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { NOW_MS, type OpenStores } from '../opened-stores.contract.ts';

export const MONITOR: NewDriftMonitor = {
  name: 'prompts',
  subject: { kind: 'prompts' },
  filter: '',
  windowMs: 86_400_000,
  reference: { kind: 'before', lengthMs: 604_800_000 },
  everyMs: 3_600_000,
  embeddings: null,
  isEnabled: true,
};
const readingAt = (ms: number): DriftReading => ({
  atNs: `${ms}000000`,
  referenceCount: 40,
  currentCount: 40,
  measures: [],
});

/** What every adapter has to do with monitors of drift. */
export function driftMonitorCases(open: OpenStores): void {
  test('a monitor is due at once, then when it was last said to be, and keeps what it has measured', async () => {
    const { driftMonitors: monitors, reopen } = await open();
    expect(await monitors.nextMs()).toBeUndefined();
    await monitors.create('default', 'm', MONITOR);
    expect(await monitors.nextMs()).toBe(NOW_MS);
    expect(await monitors.due(NOW_MS, 10)).toMatchObject([
      { ...MONITOR, id: 'm', workspaceId: 'default', problem: null },
    ]);
    await monitors.record('default', 'm', NOW_MS + 10, readingAt(NOW_MS));
    await monitors.record('default', 'm', NOW_MS + 20, readingAt(NOW_MS + 10));
    await monitors.record('default', 'm', NOW_MS + 30, undefined);
    const again = (await reopen()).driftMonitors;
    expect(await again.due(NOW_MS + 29, 10)).toEqual([]);
    expect(await again.nextMs()).toBe(NOW_MS + 30);
    await again.bringForward(0, NOW_MS + 100);
    expect(await again.nextMs()).toBe(NOW_MS + 30);
    await again.bringForward(10, NOW_MS + 100);
    expect(await again.nextMs()).toBe(NOW_MS + 20);
    await again.bringForward(0, NOW_MS + 5.5);
    expect(await again.nextMs()).toBe(NOW_MS + 6);
    expect(await again.readings('default', 'm', 10)).toEqual([readingAt(NOW_MS), readingAt(NOW_MS + 10)]);
    expect(await again.readings('default', 'm', 10, NOW_MS + 9)).toEqual([readingAt(NOW_MS)]);
    expect(await again.readings('other', 'm', 10)).toEqual([]);
  });

  test('what it has measured goes where what it compares has changed, and stays where its name has', async () => {
    const { driftMonitors: monitors } = await open();
    await monitors.create('default', 'm', MONITOR);
    await monitors.record('default', 'm', NOW_MS + 10, readingAt(NOW_MS));
    await monitors.replace('default', 'm', { ...MONITOR, name: 'asked', everyMs: 60_000 });
    expect(await monitors.readings('default', 'm', 10)).toHaveLength(1);
    await monitors.replace('default', 'm', { ...MONITOR, windowMs: 1_000 });
    expect(await monitors.readings('default', 'm', 10)).toEqual([]);
  });

  test('what keeps it from being measured is told until it was', async () => {
    const { driftMonitors: monitors } = await open();
    await monitors.create('default', 'm', MONITOR);
    await monitors.noteProblem('default', 'm', NOW_MS, 'no such field');
    expect(await monitors.list('default')).toMatchObject([{ problem: 'no such field' }]);
    await monitors.record('default', 'm', NOW_MS + 1, readingAt(NOW_MS));
    expect(await monitors.list('default')).toMatchObject([{ problem: null }]);
    await monitors.remove('default', 'm');
    expect(await monitors.list('default')).toEqual([]);
    await expect(monitors.remove('default', 'm')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
    await expect(monitors.replace('default', 'm', MONITOR)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  });
}
