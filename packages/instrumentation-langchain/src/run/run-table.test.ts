import { ROOT_CONTEXT } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import type { Run } from './run.ts';
import { RunTable } from './run-table.ts';

function run(id: string): Run {
  return {
    id,
    kind: 'chain',
    isGraph: false,
    parent: undefined,
    step: undefined,
    context: ROOT_CONTEXT,
    metadata: {},
    tags: [],
    who: {},
    isHeard: false,
    modelRun: undefined,
    stream: undefined,
    slot: undefined,
    childErrors: undefined,
    isHandedOn: false,
    runName: undefined,
    showsRunName: false,
    lastGivenMs: undefined,
  };
}

test('a run is taken once', () => {
  const table = new RunTable(() => {});
  table.add(run('a'));

  expect(table.get('a')?.id).toBe('a');
  expect(table.take('a')?.id).toBe('a');
  expect(table.get('a')).toBeUndefined();
  expect(table.take('a')).toBeUndefined();
  expect(table.size).toBe(0);
});

test('ids that are none, or unknown, give no run', () => {
  const table = new RunTable(() => {});

  for (const id of [undefined, null, 1, {}, '', 'x']) expect(table.get(id)).toBeUndefined();
});

test('runs whose end never comes do not pile up: the oldest gives way and is reported', () => {
  const evicted: string[] = [];
  const table = new RunTable((each) => evicted.push(each.id), 2);

  for (const id of ['a', 'b', 'c', 'd']) table.add(run(id));

  expect(evicted).toEqual(['a', 'b']);
  expect(table.size).toBe(2);
});
