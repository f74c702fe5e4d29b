import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SPAN_ID, sampleSpan, TRACE_ID } from '../otlp/testing/sample-request.ts';
import { openSqliteSpanStore } from '../storage/spans/sqlite/sqlite-span-store.ts';
import { createIngest } from './create-ingest.ts';
import { rawRequest, traceRequest } from './testing/submit.ts';

const CRASHING_WRITER = new URL('./testing/crashing-writer.ts', import.meta.url);

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-ingest-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'spans.db');
}

test('what the writer thread acknowledged is in the file', async () => {
  const file = temporaryFile();
  const asked: string[] = [];
  const resolveExperiment = async (name: string, workspaceId: string) => {
    asked.push(`${workspaceId}/${name}`);
    return '5';
  };
  const ingest = await createIngest({ file, resolveExperiment });

  const result = await ingest.submit(traceRequest([sampleSpan()], { 'tracewright.experiment': 'support-bot' }));
  await ingest.close();

  expect(result).toEqual({ accepted: 1, rejected: 0, message: '' });
  expect(asked).toEqual(['default/support-bot']);
  const store = openSqliteSpanStore({ file });
  onTestFinished(() => store.close());
  expect((await store.getTrace('default', TRACE_ID))?.experimentId).toBe('5');
  expect((await store.getSpan('default', TRACE_ID, SPAN_ID))?.record.service).toBe('shop');
});

test('requests submitted together are all answered, a malformed one alone with an error', async () => {
  const ingest = await createIngest({ file: temporaryFile(), resolveExperiment: async () => '0' });
  onTestFinished(() => ingest.close());
  const spans = Array.from({ length: 20 }, (_, i) => sampleSpan({ spanId: (i + 1).toString(16).padStart(16, '0') }));

  const results = await Promise.allSettled([
    ...spans.map((span) => ingest.submit(traceRequest([span]))),
    ingest.submit(rawRequest(new TextEncoder().encode('{'))),
  ]);

  expect(results.slice(0, 20).every(({ status }) => status === 'fulfilled')).toBe(true);
  expect(results[20]).toMatchObject({ status: 'rejected', reason: { code: 'MALFORMED_REQUEST', status: 400 } });
  expect(ingest.budget.heldBytes).toBe(0);
});

test('the body is handed over, not copied', async () => {
  const ingest = await createIngest({ file: temporaryFile(), resolveExperiment: async () => '0' });
  onTestFinished(() => ingest.close());
  const request = traceRequest([sampleSpan()]);

  await ingest.submit(request);

  expect(request.body.byteLength).toBe(0);
});

test('an experiment that cannot be found fails only the request that asks for it', async () => {
  const ingest = await createIngest({
    file: temporaryFile(),
    resolveExperiment: async () => {
      throw new Error('tracking store is gone');
    },
  });
  onTestFinished(() => ingest.close());

  const [failed, stored] = await Promise.allSettled([
    ingest.submit(traceRequest([sampleSpan()], { 'tracewright.experiment': 'a' })),
    ingest.submit(traceRequest([sampleSpan({ spanId: '1111111111111111' })])),
  ]);

  expect(failed).toMatchObject({ status: 'rejected', reason: { code: 'INTERNAL_ERROR' } });
  expect(stored).toMatchObject({ status: 'fulfilled', value: { accepted: 1 } });
});

test('a store that cannot be opened stops the start with its own error', async () => {
  const file = temporaryFile();
  writeFileSync(file, 'this is no database, and long enough that nobody takes it for an empty one'.repeat(20));

  await expect(createIngest({ file, resolveExperiment: async () => '0' })).rejects.toMatchObject({
    name: 'StoreError',
    code: 'STORE_UNREADABLE',
  });
});

test('a request that stops the writer is not to be sent again, and the next one finds a new writer', async () => {
  const reports: string[] = [];
  const ingest = await createIngest({
    file: temporaryFile(),
    resolveExperiment: async () => '0',
    writerEntry: CRASHING_WRITER,
    report: (error) => reports.push(error.message),
  });
  onTestFinished(() => ingest.close());

  await expect(ingest.submit(traceRequest([sampleSpan({ name: 'crash' })]))).rejects.toMatchObject({
    code: 'INTERNAL_ERROR',
    message: 'the writer stopped at this request; do not send it again',
  });
  await expect(ingest.submit(traceRequest([sampleSpan()]))).resolves.toMatchObject({ accepted: 1 });
  expect(reports).toEqual(['the writer thread ended with code 7']);
  expect(ingest.budget.heldBytes).toBe(0);
});

test('requests that were pending together are sent again one by one, and only the one at fault is turned away', async () => {
  const ingest = await createIngest({
    file: temporaryFile(),
    resolveExperiment: async () => '0',
    writerEntry: CRASHING_WRITER,
  });
  onTestFinished(() => ingest.close());
  const both = () =>
    Promise.allSettled([
      ingest.submit(traceRequest([sampleSpan({ name: 'crash' })])),
      ingest.submit(traceRequest([sampleSpan({ spanId: '1111111111111111' })])),
    ]);

  expect(await both()).toMatchObject([
    { status: 'rejected', reason: { code: 'TEMPORARILY_UNAVAILABLE' } },
    { status: 'rejected', reason: { code: 'TEMPORARILY_UNAVAILABLE' } },
  ]);
  expect(await both()).toMatchObject([
    { status: 'rejected', reason: { code: 'INTERNAL_ERROR' } },
    { status: 'fulfilled', value: { accepted: 1 } },
  ]);
});

test('a writer that keeps crashing is given up, and the process is told', async () => {
  const fatal: Error[] = [];
  const ingest = await createIngest({
    file: temporaryFile(),
    resolveExperiment: async () => '0',
    writerEntry: CRASHING_WRITER,
    onFatal: (error) => fatal.push(error),
  });

  for (let i = 0; i < 3; i++) {
    await expect(ingest.submit(traceRequest([sampleSpan({ name: 'crash' })]))).rejects.toThrow(
      'the writer stopped at this request',
    );
  }

  expect(fatal.map(({ message }) => message)).toEqual(['the writer thread ended with code 7']);
  await expect(ingest.submit(traceRequest([sampleSpan()]))).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
  await ingest.close();
});
