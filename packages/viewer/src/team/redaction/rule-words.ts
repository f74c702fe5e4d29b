import type { RedactionAction, RedactionKind, RedactionPreset, RedactionRuleBody } from '@tracewright/schema';

export const PRESETS: readonly (readonly [RedactionPreset, string])[] = [
  ['email', 'E-mail addresses'],
  ['card', 'Card numbers'],
  ['iban', 'Bank accounts (IBAN)'],
  ['secret', 'Keys, tokens and private keys'],
];

export const KINDS: readonly (readonly [RedactionKind, string])[] = [
  ['preset', 'A known pattern'],
  ['pattern', 'A pattern of your own'],
  ['jsonPath', 'A path into JSON'],
  ['attribute', 'Whole attributes'],
];

export const ACTIONS: readonly (readonly [RedactionAction, string, string])[] = [
  ['mask', 'Mask', 'its name stands in its place'],
  ['hash', 'Hash', 'the same text gets the same digits, so that it can still be told apart'],
  ['drop', 'Drop', 'nothing is left of it'],
];

/** What a rule of this kind is made of: the label of its field, and what may stand there. */
export const VALUES: Readonly<Record<Exclude<RedactionKind, 'preset'>, readonly [label: string, hint: string]>> = {
  pattern: ['Pattern', 'In RE2’s syntax: without look-around and back-references.'],
  jsonPath: ['Path', 'Such as $.messages[*].content, or $..password at any depth.'],
  attribute: ['Key of the attributes', 'Such as user.email; * stands for any text.'],
};

/** What a rule finds, in a few words; a pattern, path or key is its `value`. */
export function findsText({ kind, value }: Pick<RedactionRuleBody, 'kind' | 'value'>): string {
  switch (kind) {
    case 'preset':
      return PRESETS.find(([preset]) => preset === value)?.[1] ?? value;
    case 'pattern':
      return 'Pattern';
    case 'jsonPath':
      return 'Path';
    case 'attribute':
      return 'Attribute';
  }
}

/** Where a rule looks. */
export function whereText({ kind, keys = [] }: Pick<RedactionRuleBody, 'kind' | 'keys'>): string {
  return kind === 'attribute' || keys.length === 0 ? 'everywhere' : keys.join(', ');
}
