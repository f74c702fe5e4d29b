import type { RedactionRuleBody } from '@tracewright/schema';
import type { StoredRedactionRule } from '../storage/tracking/privacy/redaction-rule-store.ts';
import { Redactor } from './redactor.ts';

/** By rules of which only what matters is said. */
export function redactorOf(...rules: readonly Partial<RedactionRuleBody>[]): Redactor {
  return timedRedactorOf(() => performance.now(), ...rules);
}

/** The same by another clock. */
export function timedRedactorOf(nowMs: () => number, ...rules: readonly Partial<RedactionRuleBody>[]): Redactor {
  const byDefault = { name: 'X', kind: 'pattern', value: 'x', keys: [], action: 'mask', isEnabled: true } as const;
  const stored = rules.map((rule, index): StoredRedactionRule => {
    return { ...byDefault, ...rule, id: String(index), createdMs: 0, updatedMs: 0 };
  });
  return new Redactor({ rules: stored, secret: 'key' }, undefined, nowMs);
}
