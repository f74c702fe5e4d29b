import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { emptyFolder } from '../src/testing/empty-folder.ts';
import { startProcess } from './collector-process.test.support.ts';
import { requestOf, send, stored } from './numbered-traces.test.support.ts';

const BATCHES = Number(process.env.FAULT_BATCHES ?? 200);
const TRACES_A_BATCH = 10;
const SPANS_A_TRACE = 20;

test('a batch whose connection is cut in its middle is stored whole or not at all, and once though it is sent again', async () => {
  const collector = await startProcess(emptyFolder());
  const batches = Array.from({ length: BATCHES }, (_, batch) =>
    requestOf(
      Array.from({ length: TRACES_A_BATCH }, (_, index) => batch * TRACES_A_BATCH + index + 1),
      SPANS_A_TRACE,
    ),
  );

  // Cut within the headers, anywhere in the body, right before its end and right behind it.
  for (const [number, body] of batches.entries()) await cut(body, number / (BATCHES - 1));
  const after = await stored(collector);

  expect(after.spans % (TRACES_A_BATCH * SPANS_A_TRACE)).toBe(0);
  expect(after.spans / SPANS_A_TRACE).toBe(after.traces);
  for (const body of batches) expect(await send(collector.url, body)).toBe(200);
  const traces = BATCHES * TRACES_A_BATCH;
  expect(await stored(collector)).toEqual({ traces, spans: traces * SPANS_A_TRACE });
  expect(collector.said()).toBe('');
  expect(await collector.end()).toBe(0);

  /** Sends a share of a request, 0–1, and cuts the connection without waiting for an answer. */
  async function cut(body: string, share: number): Promise<void> {
    const bytes = Buffer.from(
      `POST /v1/traces HTTP/1.1\r\nhost: ${new URL(collector.url).host}\r\ncontent-type: application/json\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    const socket = connect(Number(new URL(collector.url).port), '127.0.0.1');
    await once(socket, 'connect');
    const part = bytes.subarray(0, Math.ceil(bytes.length * share));
    if (part.length > 0) await new Promise<void>((resolve) => socket.write(part, () => resolve()));
    socket.resetAndDestroy();
    await once(socket, 'close');
  }
});
