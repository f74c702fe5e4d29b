import { expect, test } from 'vitest';
import type { TagOfTrace } from '../storage/tracking/trace-notes/trace-note-store.ts';
import { parseFilter } from './parse-filter.ts';
import { printFilter } from './print-filter.ts';
import { type Notes, resolveNotes } from './resolve-notes.ts';

async function resolved(filter: string, said: readonly TagOfTrace[]): Promise<string> {
  const notes: Notes = {
    tracesWithTag: async () => [],
    judgements: async () => [],
    tracesSaid: async (_workspaceId, _field, value) =>
      said.filter((each) => value === undefined || each.value === value),
  };
  return printFilter(await resolveNotes(parseFilter(filter, 'trace', 0n), 'default', notes));
}

test('a session is found by what its spans say, and by what was said of the trace', async () => {
  expect(await resolved('session = a', [{ traceId: 't1', value: 'a' }])).toBe("session = 'a' OR id IN ('t1')");
  expect(await resolved('session = b', [{ traceId: 't1', value: 'a' }])).toBe("session = 'b'");
});

test('traces without a session are those of which nobody has said one', async () => {
  const said = [
    { traceId: 't1', value: 'a' },
    { traceId: 't2', value: '' },
  ];
  expect(await resolved("session = ''", said)).toBe("session = '' AND NOT id IN ('t1')");
});
