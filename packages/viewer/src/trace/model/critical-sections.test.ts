import { expect, test } from 'vitest';
import { buildTraceModel } from './build-trace-model.ts';
import { sectionIndex, sectionsAsSvgPath } from './critical-sections.ts';
import { testSkeleton } from './test-skeleton.ts';
import { timeScale } from './time-scale.ts';
import { WHOLE_TRACE } from './trace-model.ts';

test('a span is drawn where the trace waited for it', () => {
  const { path, columns } = buildTraceModel(
    testSkeleton([
      ['root', -1, 0, 1_000],
      ['child', 0, 200, 700],
    ]),
  );
  const index = sectionIndex(path, columns.count);
  const range = timeScale({ fromUs: 0, toUs: 1_000 });

  expect(sectionsAsSvgPath(path, index, 0, range)).toBe('M0 0H200V1H0ZM700 0H1000V1H700Z');
  expect(sectionsAsSvgPath(path, index, 1, range)).toBe('M200 0H700V1H200Z');
  expect(sectionsAsSvgPath(path, index, WHOLE_TRACE, range)).toBe('');
});

test('the gap between two roots is the whole trace’s own', () => {
  const { path, columns } = buildTraceModel(
    testSkeleton([
      ['a', -1, 0, 400],
      ['b', -1, 600, 1_000],
    ]),
  );

  expect(
    sectionsAsSvgPath(path, sectionIndex(path, columns.count), WHOLE_TRACE, timeScale({ fromUs: 0, toUs: 1_000 })),
  ).toBe('M400 0H600V1H400Z');
});

test('what is out of the range is not drawn', () => {
  const { path, columns } = buildTraceModel(
    testSkeleton([
      ['root', -1, 0, 1_000],
      ['child', 0, 200, 700],
    ]),
  );

  expect(sectionsAsSvgPath(path, sectionIndex(path, columns.count), 0, timeScale({ fromUs: 300, toUs: 600 }))).toBe('');
});

test('ten thousand moments of a long span are neither ten thousand boxes nor all of the span', () => {
  const children = Array.from({ length: 10_000 }, (_, at) => ['child', 0, at * 100 + 2, at * 100 + 100] as const);
  const { path, columns } = buildTraceModel(testSkeleton([['root', -1, 0, 1_000_000], ...children]));

  const drawn = sectionsAsSvgPath(
    path,
    sectionIndex(path, columns.count),
    0,
    timeScale({ fromUs: 0, toUs: 1_000_000 }),
  );

  const boxes = drawn.split('M').length - 1;
  expect(boxes).toBeGreaterThan(100);
  expect(boxes).toBeLessThan(250);
});
