import { diag } from '@opentelemetry/api';
import { expect, onTestFinished, test, vi } from 'vitest';
import { contentJson } from './content-json.ts';
import { contentRules } from './content-rules.ts';

const ENV = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';

test('content is captured unless somebody says otherwise', () => {
  expect(contentRules({}, {})).toEqual({
    capture: true,
    redact: undefined,
    maxStringLength: 16_384,
    maxLength: 49_152,
    maxSpanBytes: 61_440,
  });
});

test.each(['false', 'FALSE', ' no_content ', 'NO_CONTENT', 'event_only'])(
  '%s in the environment turns it off',
  (value) => {
    expect(contentRules({}, { [ENV]: value }).capture).toBe(false);
  },
);

test.each(['true', 'span_only', 'span_and_event', '', 'maybe'])('%s in the environment leaves it on', (value) => {
  expect(contentRules({}, { [ENV]: value }).capture).toBe(true);
});

test('an option wins over the environment', () => {
  expect(contentRules({ captureContent: true }, { [ENV]: 'false' }).capture).toBe(true);
  expect(contentRules({ captureContent: false }, { [ENV]: 'true' }).capture).toBe(false);
});

test('a redaction that returns a promise shows nothing, says so once, and fails nothing by its promise', async () => {
  const warn = vi.spyOn(diag, 'warn').mockImplementation(() => {});
  onTestFinished(() => warn.mockRestore());
  const redact = (async () => Promise.reject(new Error('late'))) as unknown as () => string;
  for (const name of ['first', 'second'])
    expect(contentJson(name, { a: 'secret', b: 'secret' }, contentRules({ redact }, {}))).toBeUndefined();
  expect(warn.mock.calls.filter(([message]) => message.includes('redact() returned a promise'))).toHaveLength(1);
});
