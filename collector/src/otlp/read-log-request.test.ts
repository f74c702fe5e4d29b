import { expect, onTestFinished, test, vi } from 'vitest';
import { ApiError } from '../errors.ts';
import { attributeRecord } from './attributes.ts';
import { encodeJsonLogRequest } from './encode-json-log-request.ts';
import { SPAN } from './otlp-tags.ts';
import { readLogRequest } from './read-log-request.ts';
import { decodeSpan } from './read-span.ts';
import { mutate } from './testing/mutate.ts';
import { seededRandom } from './testing/random-request.ts';
import { attributes, jsonBody, SPAN_ID, START_NS, TRACE_ID } from './testing/sample-request.ts';
import { WireWriter } from './wire-writer.ts';

/** Damaged bodies; more by TRACEWRIGHT_FUZZ. */
const MUTATIONS = Number(process.env.TRACEWRIGHT_FUZZ ?? 1_000);

const CHOICE = {
  timeUnixNano: String(START_NS),
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  eventName: 'gen_ai.choice',
  severityNumber: 9,
  severityText: 'INFO',
  flags: 1,
  attributes: attributes({ 'gen_ai.system': 'openai' }),
  body: { kvlistValue: { values: attributes({ finish_reason: 'stop', index: 0 }) } },
};

function request(...logRecords: readonly object[]): Uint8Array<ArrayBuffer> {
  return jsonBody({
    resourceLogs: [{ resource: { attributes: [] }, scopeLogs: [{ scope: { name: 's' }, logRecords }] }],
  });
}

/** An event as it reads once it stands in a span. */
function eventOf(event: Uint8Array) {
  const writer = new WireWriter();
  writer.bytes(SPAN.events, event);
  const [read] = decodeSpan(writer.finish()).events;
  return { name: read?.name, timeNs: read?.timeNs, attributes: attributeRecord(read!.attributes) };
}

test('an event of a span keeps its name, time, attributes and the fields of its body', () => {
  const { count, events } = readLogRequest(request(CHOICE), 'json');

  expect(count).toBe(1);
  expect(events).toEqual([{ traceId: TRACE_ID, spanId: SPAN_ID, event: expect.any(Uint8Array) }]);
  expect(eventOf(events[0]!.event)).toEqual({
    name: 'gen_ai.choice',
    timeNs: START_NS,
    attributes: { 'gen_ai.system': 'openai', finish_reason: 'stop', index: 0 },
  });
});

test('protobuf says the same as JSON', () => {
  const protobuf = encodeJsonLogRequest(request(CHOICE, { body: { stringValue: 'hello' } }));

  expect(readLogRequest(protobuf, 'protobuf')).toEqual(readLogRequest(request(CHOICE, {}), 'json'));
});

test('an older sender has the name among the attributes, and perhaps only the time of observation', () => {
  const record = {
    ...CHOICE,
    timeUnixNano: undefined,
    eventName: undefined,
    observedTimeUnixNano: '7',
    attributes: attributes({ 'event.name': 'gen_ai.user.message' }),
  };

  const [late] = readLogRequest(request(record), 'json').events;

  expect(eventOf(late!.event)).toMatchObject({ name: 'gen_ai.user.message', timeNs: 7n });
});

test('a body that is no record becomes one attribute', () => {
  const [late] = readLogRequest(request({ ...CHOICE, attributes: [], body: { stringValue: '{}' } }), 'json').events;

  expect(eventOf(late!.event).attributes).toEqual({ body: '{}' });
});

test.each([
  ['of another name', { eventName: 'device.app.lifecycle' }],
  ['without a name', { eventName: '' }],
  ['of no trace', { traceId: '' }],
  ['of no span', { spanId: '00'.repeat(8) }],
])('a record %s is counted and says nothing about a span', (_what, given) => {
  expect(readLogRequest(request({ ...CHOICE, ...given }), 'json')).toEqual({ count: 1, events: [] });
});

test.each([
  ['a trace id that is not hexadecimal', { traceId: 'zz' }],
  ['a body that is no value', { body: 'hello' }],
  ['attributes that are no list', { attributes: {} }],
])('%s is refused', (_what, given) => {
  expect(() => readLogRequest(request({ ...CHOICE, ...given }), 'json')).toThrow('the body cannot be read');
});

test('damaged requests are refused, or give events that can be read', () => {
  const body = encodeJsonLogRequest(
    request(CHOICE, { ...CHOICE, body: { arrayValue: { values: [{ intValue: 1 }] } } }),
  );
  let read = 0;
  for (let seed = 1; seed <= MUTATIONS; seed++) {
    try {
      for (const { event } of readLogRequest(mutate(body, seededRandom(seed)), 'protobuf').events) {
        eventOf(event);
        read++;
      }
    } catch (error) {
      expect(error, `seed ${seed}`).toBeInstanceOf(ApiError);
    }
  }
  expect(read).toBeGreaterThan(MUTATIONS / 50);
});

test('an event takes room for itself alone, not for all that stands before it', () => {
  const body = encodeJsonLogRequest(request(...new Array<object>(200).fill(CHOICE)));
  const allocate = vi.spyOn(Buffer, 'allocUnsafeSlow');
  onTestFinished(() => allocate.mockRestore());

  expect(readLogRequest(body, 'protobuf').events).toHaveLength(200);

  const takenBytes = allocate.mock.calls.reduce((sum, [bytes]) => sum + bytes, 0);
  expect(takenBytes).toBeLessThan(3 * body.byteLength);
});
