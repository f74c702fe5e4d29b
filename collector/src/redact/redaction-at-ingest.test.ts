import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createPricer } from '@tracewright/pricing';
import { expect, onTestFinished, test } from 'vitest';
import { createIngest } from '../ingest/create-ingest.ts';
import { traceRequest } from '../ingest/testing/submit.ts';
import { spanDetail } from '../normalise/span-detail.ts';
import { attribute, sampleSpan, TRACE_ID } from '../otlp/testing/sample-request.ts';
import { DiskBlobStore } from '../storage/blobs/disk/disk-blob-store.ts';
import { TracePayloads } from '../storage/blobs/trace-payloads.ts';
import { openSqliteSpanStore } from '../storage/spans/sqlite/sqlite-span-store.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { hidingContents } from './hiding-contents.ts';
import { RulesInForce } from './rules-in-force.ts';

const EMAIL = { name: 'EMAIL', kind: 'preset', value: 'email', keys: [], action: 'mask', isEnabled: true } as const;

/** The writer as a collector has it, with the rules of its stores in force. */
async function writer() {
  const stores = await openTrackingStores({ file: ':memory:' });
  onTestFinished(() => stores.close());
  const redaction = new RulesInForce();
  await redaction.start({ store: stores.redactionRules, report: () => {} });
  onTestFinished(() => redaction.stop());
  const file = join(emptyFolder(), 'spans.db');
  const ingest = await createIngest({ file, redaction, resolveExperiment: async () => '1' });
  const add = async (rule: Parameters<typeof stores.redactionRules.add>[1], workspaceId = 'default') => {
    const { id } = await stores.redactionRules.add(workspaceId, rule);
    await redaction.refresh(stores.redactionRules);
    return id;
  };
  const send = (workspaceId: string, spanId: string) =>
    ingest.submit({
      ...traceRequest([sampleSpan({ spanId, attributes: [attribute('note', 'to anna@x.org')] })]),
      workspaceId,
    });
  /** What is stored in some workspaces, once nothing more is. */
  const stored = async (...workspaceIds: readonly string[]) => {
    await ingest.close();
    const spans = openSqliteSpanStore({ file });
    const all = await Promise.all(workspaceIds.map((id) => spans.getStoredSpans(id, TRACE_ID)));
    await spans.close();
    return all.flatMap((of) => of ?? []).map((span) => spanDetail(span, createPricer()).attributes);
  };
  return { ingest, redaction, stores, add, send, stored };
}

test('what a rule hides is never stored, in the workspace of the rule and as long as there is the rule', async () => {
  const { add, send, stored, stores, redaction } = await writer();
  await send('default', '0000000000000001');
  const id = await add(EMAIL);
  await add({ ...EMAIL, name: 'NOTE', kind: 'attribute', value: 'note' }, 'other');
  await send('default', '0000000000000002');
  await send('other', '0000000000000001');
  await stores.redactionRules.remove('default', id);
  await redaction.refresh(stores.redactionRules);
  await send('default', '0000000000000003');
  expect(await stored('default', 'other')).toMatchObject([
    { note: 'to anna@x.org' },
    { note: 'to [EMAIL]', 'tracewright.redacted': 1 },
    { note: 'to anna@x.org' },
    { note: '[NOTE]', 'tracewright.redacted': 1 },
  ]);
});

test('a content that comes apart from its span keeps the hash by which the span knows it, and none of what is hidden', async () => {
  const { add, ingest, redaction } = await writer();
  onTestFinished(() => ingest.close());
  await add(EMAIL);
  const blobs = new DiskBlobStore(join(emptyFolder(), 'blobs'));
  const payloads = new TracePayloads(blobs, hidingContents(redaction, ingest.redactContent));
  const kept = async (workspaceId: string, content: Uint8Array) => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    await payloads.put(
      workspaceId,
      TRACE_ID,
      sha256,
      (async function* () {
        for (const byte of content) yield Uint8Array.of(byte);
      })(),
    );
    return Buffer.from(await new Response((await payloads.read(workspaceId, sha256))!.stream).arrayBuffer());
  };
  const content = new TextEncoder().encode('[{"content":"to anna@x.org, é"}]');
  expect(String(await kept('default', content))).toBe('[{"content":"to [EMAIL], é"}]');
  expect(String(await kept('other', content))).toContain('anna@x.org');
  const binary = Uint8Array.of(0xff, 0x40, 0x61, 0x2e, 0x62);
  expect([...(await kept('default', binary))]).toEqual([...binary]);
});
