import { expect, onTestFinished, test } from 'vitest';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { redactingStores } from './redacting-stores.ts';
import { RulesInForce } from './rules-in-force.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

test('words that are given beside spans are hidden in the workspace of the rule, and tags stay', async () => {
  const behind = await openTrackingStores({ file: ':memory:' });
  onTestFinished(() => behind.close());
  const rule = { name: 'EMAIL', kind: 'preset', value: 'email', keys: [], action: 'mask', isEnabled: true } as const;
  await behind.redactionRules.add('default', rule);
  const redaction = new RulesInForce();
  await redaction.refresh(behind.redactionRules);
  const { notes, assessments, traceInfos } = redactingStores(behind, redaction);
  const feedback = {
    ...{ id: 'f1', traceId: TRACE, spanId: null, name: 'ok', value: 'a@x.org', rationale: 'ask a@x.org' },
    ...({ source: { kind: 'human', id: 'ann@x.org' }, createdNs: '1', updatedNs: '1' } as const),
  };
  for (const workspaceId of ['default', 'other']) {
    await notes.addFeedback(workspaceId, feedback);
    await notes.setTraceTag(workspaceId, TRACE, 'mail', 'a@x.org');
    const info = {
      ...{ traceId: TRACE, experimentId: '0', requestMs: 1, durationMs: 1, state: null, clientRequestId: null },
      ...{ requestPreview: 'to a@x.org', responsePreview: null, hasSpans: true },
    };
    await traceInfos.putInfo(workspaceId, info, { metadata: { note: 'a@x.org' } });
  }
  expect(await notes.listFeedback('default', TRACE)).toMatchObject([
    { value: '[EMAIL]', rationale: 'ask [EMAIL]', source: { id: 'ann@x.org' } },
  ]);
  expect(await notes.listFeedback('other', TRACE)).toMatchObject([{ value: 'a@x.org' }]);
  await notes.updateFeedback('default', TRACE, 'f1', { rationale: 'b@x.org' }, 2n as never);
  const metadata = { k: 'c@x.org' };
  await assessments.update('default', TRACE, 'f1', { value: { a: ['d@x.org', 4] }, metadata }, 3n as never);
  expect(await assessments.get('default', TRACE, 'f1')).toMatchObject({
    ...{ value: { a: ['[EMAIL]', 4] }, rationale: '[EMAIL]', metadata: { k: '[EMAIL]' } },
  });
  expect((await traceInfos.getInfos('default', [TRACE])).get(TRACE)).toMatchObject({ requestPreview: 'to [EMAIL]' });
  expect((await traceInfos.getMetadata('default', [TRACE])).get(TRACE)).toEqual({ note: '[EMAIL]' });
  expect((await notes.getTraceTags('default', [TRACE])).get(TRACE)).toEqual({ mail: 'a@x.org' });
});

test('a rule of whole attributes hides values that are no texts, too, and a number that looks like a card is one', async () => {
  const behind = await openTrackingStores({ file: ':memory:' });
  onTestFinished(() => behind.close());
  const byDefault = { keys: [], action: 'mask', isEnabled: true } as const;
  await behind.redactionRules.add('default', {
    ...byDefault,
    name: 'M',
    kind: 'attribute',
    value: 'feedback.metadata',
  });
  await behind.redactionRules.add('default', { ...byDefault, name: 'CARD', kind: 'preset', value: 'card' });
  const redaction = new RulesInForce();
  await redaction.refresh(behind.redactionRules);
  const { notes, assessments } = redactingStores(behind, redaction);
  await notes.addFeedback('default', {
    ...{ id: 'f1', traceId: TRACE, spanId: null, name: 'paid', value: 4111111111111111, rationale: null },
    ...({ source: { kind: 'human', id: 'ann' }, createdNs: '1', updatedNs: '1' } as const),
  });
  await assessments.update('default', TRACE, 'f1', { metadata: { who: 'Ann' } }, 3n as never);
  expect(await assessments.get('default', TRACE, 'f1')).toMatchObject({ value: '[CARD]', metadata: { who: '[M]' } });
});
