import type { RedactionRuleBody, RedactionTrial } from '@tracewright/schema';
import { asStored } from './dry-run.ts';
import { Redactor } from './redactor.ts';

/** Names no attribute that anybody would write a rule for. */
const ANY_KEY = 'text';

/**
 * What rules make of the value of one attribute, as at ingest.
 *
 * @param secret key of the digests of the workspace
 * @throws ApiError `INVALID_PARAMETER_VALUE` for a rule that is none.
 */
export function tryRules(
  rules: readonly Required<RedactionRuleBody>[],
  secret: string,
  text: string,
  key: string = ANY_KEY,
): RedactionTrial {
  const counts = rules.map(() => 0);
  const redactor = new Redactor({ rules: rules.map(asStored), secret }, (rule) => {
    counts[rule]! += 1;
  });
  const found = redactor.rulesOf(key);
  return {
    text: found === undefined ? text : hidden(redactor, found, text),
    rules: rules.map(({ name }, rule) => ({ name, matchCount: counts[rule]! })),
  };
}

function hidden(redactor: Redactor, rules: NonNullable<ReturnType<Redactor['rulesOf']>>, text: string): string | null {
  const { whole } = rules;
  if (whole === undefined) return redactor.text(rules, text) ?? text;
  const replacement = redactor.whole(rules, whole, text);
  return whole.action === 'drop' ? null : replacement;
}
