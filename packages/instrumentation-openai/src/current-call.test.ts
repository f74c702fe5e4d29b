import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { expect, test } from 'vitest';
import { currentCall, outsideCalls, underCall } from './current-call.ts';
import type { ModelCall } from './model-call.ts';

const client = {};
const call = { client } as ModelCall;

/** What work finds that is done under the call, now and after it has waited. */
async function found(): Promise<readonly unknown[]> {
  return underCall(call, ROOT_CONTEXT, async () => {
    const atOnce = [currentCall(client), currentCall({}), outsideCalls(() => currentCall(client))];
    await Promise.resolve();
    return [...atOnce, currentCall(client)];
  });
}

test.each([true, false])(
  'requests of a client find their call, with a context manager (%s) or without',
  async (has) => {
    context.disable();
    if (has) context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    try {
      expect(await found()).toEqual([call, undefined, undefined, call]);
      expect(currentCall(client)).toBeUndefined();
    } finally {
      // Tests that share the process rely on one.
      if (!has) context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    }
  },
);
