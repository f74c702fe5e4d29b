import type { TraceSummary } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { commandsFor } from './commands.ts';

const recent = [
  { traceId: 'a'.repeat(32), name: 'agent.run', preview: 'Late orders?', startNs: '0', durationMs: 1_500 },
] as unknown as readonly TraceSummary[];
const titles = (text: string) => commandsFor(text, recent, 0).map(({ title }) => title);

test('without a word there is everything', () => {
  expect(titles('')).toEqual(expect.arrayContaining(['Traces', 'Settings', 'agent.run', 'failed', 'Dark']));
});

test('every word has to be there, in the title or beside it', () => {
  expect(titles('late agent')).toEqual(['contain', 'agent.run']);
  expect(titles('theme da')).toEqual(['contain', 'Dark']);
});

test('the beginning of a page’s name goes there before it is searched for', () => {
  expect(titles('exp')).toEqual(['Experiments', 'contain']);
  expect(titles('Dash')).toEqual(['Dashboards', 'contain']);
});

test('an id goes to its trace', () => {
  const [first] = commandsFor('b'.repeat(32), [], 0);
  expect(first).toMatchObject({ title: 'This trace', does: { type: 'go', to: `/traces/${'b'.repeat(32)}` } });
});

test('a comparison is a filter, other text is searched for', () => {
  const hrefOf = (text: string) => {
    const does = commandsFor(text, [], 0)[0]?.does;
    return does?.type === 'go' ? new URL(does.to, 'http://localhost').searchParams.get('q') : undefined;
  };
  expect(hrefOf('duration > 2s')).toBe('duration > 2s');
  expect(hrefOf('refund "policy"')).toBe(String.raw`"refund \"policy\""`);
});
