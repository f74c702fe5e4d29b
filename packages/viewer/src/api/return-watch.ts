import { effect } from '@preact/signals';
import type { VersionInfo } from '@tracewright/schema';
import { connection } from './connection.ts';
import { poll } from './poll.ts';
import { getJson } from './request.ts';

/**
 * While the collector does not answer, asks for the smallest thing it has until it does, so that every page notices
 * its return, those too that have nothing of their own to ask for. Call once.
 */
export function watchForReturn(): void {
  effect(() => {
    if (connection.value.state === 'ok') return undefined;
    return poll(async (abort) => {
      await getJson<VersionInfo>('/api/v1/version', abort);
      return undefined;
    });
  });
}
