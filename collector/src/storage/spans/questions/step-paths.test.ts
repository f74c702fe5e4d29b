import { PATH_SEPARATOR } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { StepPaths, stepPaths } from './step-paths.ts';

/** Paths of spans that are written as name and parent, with `/` between the names. */
function pathsOf(...spans: readonly (readonly [string, number])[]): readonly string[] {
  const paths = new StepPaths();
  const codes = stepPaths(
    spans.length,
    (span) => spans[span]![1],
    (span) => spans[span]![0],
    paths,
  );
  return [...codes].map((code) => paths.text(code).replaceAll(PATH_SEPARATOR, '/'));
}

test('a path has the names from the root down, whatever the order of the spans', () => {
  expect(pathsOf(['search', 1], ['turn', 2], ['agent', -1], ['agent', -1])).toEqual([
    'agent/turn/search',
    'agent/turn',
    'agent',
    'agent',
  ]);
});

test('repeated siblings are one step', () => {
  const paths = new StepPaths();

  const codes = stepPaths(
    3,
    (span) => (span === 0 ? -1 : 0),
    (span) => (span === 0 ? 'map' : 'get'),
    paths,
  );

  expect(codes[1]).toBe(codes[2]);
  expect(paths.count).toBe(2);
});

test('spans that are each other’s ancestors, and those below them, stand at the top', () => {
  expect(pathsOf(['a', 1], ['b', 0], ['below', 0], ['root', -1])).toEqual(['a', 'b', 'below', 'root']);
});

test('what is nested deeper than a path is told shares its end', () => {
  const chain = Array.from({ length: 5_000 }, (_, at) => ['again', at - 1] as const);

  const paths = pathsOf(...chain);

  expect(paths[0]).toBe('again');
  expect(paths[4_999]).toBe(paths[63]);
  expect(paths[63]).toMatch(/\/…$/);
});
