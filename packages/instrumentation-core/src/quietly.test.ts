import { DiagLogLevel, diag } from '@opentelemetry/api';
import { afterEach, expect, test } from 'vitest';
import { quietly } from './quietly.ts';

function collectWarnings(): unknown[][] {
  const warnings: unknown[][] = [];
  const silent = () => {};
  const warn = (...args: unknown[]) => warnings.push(args);
  diag.setLogger(
    { error: silent, info: silent, debug: silent, verbose: silent, warn },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  return warnings;
}

afterEach(() => diag.disable());

test('a result is passed on, without a word', () => {
  const warnings = collectWarnings();
  expect(quietly('counting', () => 7)).toBe(7);
  expect(warnings).toEqual([]);
});

test('a failure is one warning that says what failed, and no exception', () => {
  const warnings = collectWarnings();
  const error = new Error('broken');
  const result = quietly('counting', () => {
    throw error;
  });
  expect(result).toBeUndefined();
  expect(warnings).toEqual([['tracewright: counting failed; the call itself is untouched', error]]);
});
