import { expect, onTestFinished, test, vi } from 'vitest';
import { RetryControl } from './retry-control.ts';

/** OTel's exporter as far as it is reached into; `answers` is what its attempts give. */
function exporterOf(...answers: readonly object[]) {
  let sent = 0;
  const inner = { send: async () => answers[sent++] ?? { status: 'success' } };
  const transport = { _transport: inner, retry: async (_data: Uint8Array, _timeoutMs: number, _inMs: number) => ({}) };
  return { exporter: { _transport: transport }, transport, sent: () => sent };
}

const BODY = new Uint8Array();

test('it is tried again after the wait', async () => {
  const { exporter, transport, sent } = exporterOf();
  new RetryControl().take(exporter);
  expect(await transport.retry(BODY, 1_000, 1)).toEqual({ status: 'success' });
  expect(sent()).toBe(1);
});

test('a receiver that asks for no wait is asked again at once, without a warning of Node about a negative time', async () => {
  const warnings = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  onTestFinished(() => warnings.mockRestore());
  const { exporter, transport, sent } = exporterOf();
  new RetryControl().take(exporter);
  // What the exporter makes of `Retry-After: 0`.
  await transport.retry(BODY, 1_000, -1);
  expect(sent()).toBe(1);
  expect(warnings).not.toHaveBeenCalled();
});

test('who gives up ends the waits of now, but not those to come', async () => {
  const { exporter, transport, sent } = exporterOf();
  const control = new RetryControl();
  control.take(exporter);
  const waiting = transport.retry(BODY, 1_000, 600_000);
  control.giveUp();
  expect(await waiting).toMatchObject({ status: 'retryable' });
  expect(sent()).toBe(0);
  await transport.retry(BODY, 1_000, 1);
  expect(sent()).toBe(1);
});

test('once it is closed nothing is tried again', async () => {
  const { exporter, transport, sent } = exporterOf();
  const control = new RetryControl();
  control.take(exporter);
  control.close();
  expect(await transport.retry(BODY, 1_000, 1)).toMatchObject({ status: 'retryable' });
  expect(sent()).toBe(0);
});

test('what the receiver asked for is known until it answers otherwise', async () => {
  const { exporter, transport } = exporterOf({ status: 'retryable', retryInMillis: 30_000 }, { status: 'retryable' });
  const control = new RetryControl();
  control.take(exporter);
  await transport._transport.send();
  expect(control.retryAfterMs).toBe(30_000);
  await transport._transport.send();
  expect(control.retryAfterMs).toBe(0);
});

test('an exporter without the parts is left as it is', () => {
  expect(() => new RetryControl().take({})).not.toThrow();
});
