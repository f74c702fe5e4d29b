import { trace } from '@opentelemetry/api';
import { contentRules } from '@tracewright/instrumentation-core';
import { expect, test } from 'vitest';
import { RunHandler } from './run-handler.ts';
import { RunRecorder } from './run-recorder.ts';

const STRANGE = [
  undefined,
  null,
  0,
  '',
  'text',
  [],
  [null],
  {},
  { id: 1, kwargs: null },
  Object.create(null),
  () => {},
];

const STARTS = [
  'handleChainStart',
  'handleChatModelStart',
  'handleLLMStart',
  'handleToolStart',
  'handleRetrieverStart',
];
const ENDS = [
  'handleChainEnd',
  'handleChainError',
  'handleLLMNewToken',
  'handleLLMEnd',
  'handleLLMError',
  'handleToolEnd',
  'handleToolError',
  'handleRetrieverEnd',
  'handleRetrieverError',
];

function newHandler(): { recorder: RunRecorder; call: (name: string, ...args: unknown[]) => unknown } {
  const recorder = new RunRecorder({ tracer: trace.getTracer('test'), rules: contentRules({}) });
  recorder.isEnabled = true;
  const handler = new RunHandler(recorder, true) as unknown as Record<string, (...args: unknown[]) => unknown>;
  return { recorder, call: (name, ...args) => handler[name]?.(...args) };
}

test.each(STARTS)('%s takes whatever it is given', (name) => {
  const { recorder, call } = newHandler();

  for (const strange of STRANGE) {
    call(name, strange, strange, 'run', strange, strange, strange, strange, strange, strange);
    expect(recorder.runs.get('run'), `${STRANGE.indexOf(strange)}`).toBeDefined();
    recorder.end('run');
  }
});

test.each(ENDS)('%s takes whatever it is given, before and after the end', (name) => {
  const { recorder, call } = newHandler();

  for (const strange of STRANGE) {
    call('handleChatModelStart', {}, [[]], 'run');
    call(name, strange, strange === undefined ? 'run' : strange, strange, strange, strange);
    call(name, strange, 'run', strange, strange, strange);
    call(name, strange, 'run', strange, strange, strange);
    recorder.end('run');
  }
  expect(recorder.runs.size).toBe(0);
});

test('an unknown parent is no parent', () => {
  const { recorder, call } = newHandler();

  call('handleChainStart', {}, {}, 'run', 'unknown');

  expect(recorder.runs.get('run')?.parent).toBeUndefined();
});

test('an id that the app uses again while it runs ends the earlier run', () => {
  const { recorder, call } = newHandler();

  call('handleChainStart', {}, {}, 'run');
  const earlier = recorder.runs.get('run');
  call('handleChainStart', {}, {}, 'run');

  expect(earlier?.step?.isEnded).toBe(true);
  expect(recorder.runs.get('run')?.step?.isEnded).toBe(false);
});
