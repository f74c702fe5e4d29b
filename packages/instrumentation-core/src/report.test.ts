import { diag } from '@opentelemetry/api';
import { expect, onTestFinished, test, vi } from 'vitest';
import { quietly } from './quietly.ts';
import { report } from './report.ts';

const silent = { error() {}, warn() {}, info() {}, debug() {}, verbose() {} };

test('a report reaches the diagnostic logger with its details', () => {
  const warn = vi.fn();
  diag.setLogger({ ...silent, warn });
  onTestFinished(() => diag.disable());
  const error = new Error('why');

  report('warn', 'something failed', error);

  expect(warn).toHaveBeenCalledWith('something failed', error);
});

test('a logger of the app that throws harms nobody', () => {
  diag.setLogger({
    ...silent,
    warn() {
      throw new Error('the logger');
    },
  });
  onTestFinished(() => diag.disable());

  expect(() => report('warn', 'something failed')).not.toThrow();
  expect(quietly('this', () => JSON.parse('{'))).toBeUndefined();
});
