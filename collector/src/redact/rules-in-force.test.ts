import { expect, test } from 'vitest';
import type { WorkspaceRules } from '../storage/tracking/privacy/redaction-rule-store.ts';
import { RulesInForce } from './rules-in-force.ts';

function rulesOf(workspaceId: string): readonly WorkspaceRules[] {
  return [{ workspaceId, secret: 'key', rules: [] }];
}

test('whoever listens is told of rules that have changed, and of no others', async () => {
  const redaction = new RulesInForce();
  const told: (readonly WorkspaceRules[])[] = [];
  redaction.subscribe((rules) => told.push(rules));
  for (const id of ['a', 'a', 'b']) await redaction.refresh({ listEnabled: async () => rulesOf(id) });
  expect(told).toEqual([rulesOf('a'), rulesOf('b')]);
  expect(redaction.redactors.of('b')).toBeDefined();
  expect(redaction.redactors.of('a')).toBeUndefined();
});

test('an answer that comes late does not undo what was read after it was asked for', async () => {
  const redaction = new RulesInForce();
  const slow = Promise.withResolvers<readonly WorkspaceRules[]>();
  const late = redaction.refresh({ listEnabled: () => slow.promise });
  await redaction.refresh({ listEnabled: async () => rulesOf('new') });
  slow.resolve(rulesOf('old'));
  await late;
  expect(redaction.rules).toEqual(rulesOf('new'));
});
