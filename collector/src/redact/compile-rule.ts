import { createHmac } from 'node:crypto';
import type { RedactionAction, RedactionPreset, RedactionRuleBody } from '@tracewright/schema';
import { ApiError } from '../errors.ts';
import { type JsonPath, parseJsonPath } from './json-path.ts';
import { PRESETS } from './presets.ts';
import type { TextMatcher } from './text-matcher.ts';
import { userPattern } from './user-pattern.ts';

const HASH_DIGITS = 12;
const MAX_NAME = 40;
const MAX_KEY = 250;
const MAX_KEYS = 100;
const MAX_STARS = 3;

/** A rule, ready to be applied. */
export interface CompiledRule {
  readonly name: string;
  readonly action: RedactionAction;
  /** Whether it looks into attributes of this key. */
  readonly appliesTo: (key: string) => boolean;
  /** Of a preset or pattern. */
  readonly matcher: TextMatcher | undefined;
  /** Of a path. Neither: the rule is about whole attributes. */
  readonly path: JsonPath | undefined;
  /** What stands where `text` stood; '' where it is dropped. */
  readonly replacement: (text: string) => string;
}

/**
 * @param secret key of the digests, which are the same for the same text
 * @throws ApiError `INVALID_PARAMETER_VALUE` naming the field that is wrong.
 */
export function compileRule(rule: RedactionRuleBody, secret: string): CompiledRule {
  const { name, kind, value, action, keys = [] } = rule;
  if (!/^[\p{L}\p{N}](?:[\p{L}\p{N}_ -]*)$/u.test(name) || name.length > MAX_NAME) {
    throw new ApiError('INVALID_PARAMETER_VALUE', `name: letters, digits, _, - and spaces, ${MAX_NAME} at most`);
  }
  if (keys.length > MAX_KEYS) throw new ApiError('INVALID_PARAMETER_VALUE', `keys: ${MAX_KEYS} at most`);
  const globs = (kind === 'attribute' ? [value] : keys).map(keyGlob);
  return {
    ...{ name, action },
    appliesTo: (key) => globs.length === 0 || globs.some((isSuch) => isSuch(key)),
    matcher: kind === 'preset' ? presetOf(value) : kind === 'pattern' ? userPattern(value) : undefined,
    path: kind === 'jsonPath' ? parseJsonPath(value) : undefined,
    replacement: replacementOf(name, action, secret),
  };
}

function replacementOf(name: string, action: RedactionAction, secret: string): CompiledRule['replacement'] {
  if (action === 'drop') return () => '';
  if (action === 'mask') return () => `[${name}]`;
  return (text) => `[${name}:${createHmac('sha256', secret).update(text).digest('hex').slice(0, HASH_DIGITS)}]`;
}

function presetOf(value: string): TextMatcher {
  if (Object.hasOwn(PRESETS, value)) return PRESETS[value as RedactionPreset];
  throw new ApiError('INVALID_PARAMETER_VALUE', `value: is one of ${Object.keys(PRESETS).join(', ')}`);
}

/** Whether a key is such a one; `*` stands for any text. In time linear in the key: whoever sends spans chooses it. */
function keyGlob(glob: string): (key: string) => boolean {
  const [first = '', ...others] = glob.split('*');
  if (glob === '' || glob.length > MAX_KEY || others.length > MAX_STARS) {
    throw new ApiError('INVALID_PARAMETER_VALUE', `keys: 1 to ${MAX_KEY} characters, with * three times at most`);
  }
  const last = others.pop();
  if (last === undefined) return (key) => key === glob;
  return (key) => {
    const end = key.length - last.length;
    if (end < first.length || !key.startsWith(first) || !key.endsWith(last)) return false;
    let at = first.length;
    for (const part of others) {
      const found = key.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return at <= end;
  };
}
