import { TRACEWRIGHT } from '@tracewright/schema';
import type { WorkspaceRules } from '../storage/tracking/privacy/redaction-rule-store.ts';
import { type CompiledRule, compileRule } from './compile-rule.ts';
import type { PathState } from './json-path.ts';
import { isJson, looksLikeJson, redactJson } from './redact-json.ts';
import type { TextMatcher } from './text-matcher.ts';

/** JSON within texts of JSON is looked into so many times. */
const MAX_NESTING = 6;
const MIB = 1_024 * 1_024;
/** For the patterns of users in all texts of a request, ms: so much, and more for larger ones. */
const REQUEST_MS = 2_000;
const MS_PER_MIB = 250;
/** Keys whose rules are remembered. */
const MAX_KEYS = 5_000;
/** What we write ourselves, and what the store goes by: no person is in it, and a number that looks like a card's may be. */
const OWN = 'tracewright.';
const OWN_CONTENT: readonly string[] = [
  ...[TRACEWRIGHT.input, TRACEWRIGHT.output, TRACEWRIGHT.runName, TRACEWRIGHT.threadId, TRACEWRIGHT.tags],
];

/** What a content is called that stands apart. */
const CONTENT = 'content';

/** Told of each part that is hidden, with the text that it stood in. */
export type OnRedacted = (rule: number, key: string, text: string, start: number, end: number) => void;

/** The rules that look into one attribute. */
export interface KeyRules {
  readonly key: string;
  /** Hides all of it, whatever it is. */
  readonly whole: NumberedRule | undefined;
  readonly patterns: readonly NumberedRule[];
  readonly paths: readonly NumberedRule[];
}

/** A rule with its place among those of the workspace. */
export type NumberedRule = CompiledRule & { readonly number: number };

/** Hides what the rules of a workspace say. Of one thread. */
export class Redactor {
  readonly #rules: readonly NumberedRule[];
  readonly #keys = new Map<string, KeyRules | undefined>();
  readonly #onRedacted: OnRedacted | undefined;
  readonly #nowMs: () => number;
  #count = 0;
  /** What patterns of users have taken for the request that is gone through, and may take, ms. */
  #takenMs = 0;
  #allowedMs: number = Number.POSITIVE_INFINITY;

  /** @param nowMs a clock that never goes back @throws ApiError `INVALID_PARAMETER_VALUE` as {@link compileRule}. */
  constructor(
    { rules, secret }: Pick<WorkspaceRules, 'rules' | 'secret'>,
    onRedacted?: OnRedacted,
    nowMs: () => number = () => performance.now(),
  ) {
    this.#nowMs = nowMs;
    this.#rules = rules.map((rule, number) => ({ ...compileRule(rule, secret), number }));
    this.#onRedacted = onRedacted;
  }

  /** How many parts it has hidden so far. */
  get count(): number {
    return this.#count;
  }

  /** Goes through one request of so many bytes: once patterns have taken too long for all of it, further texts are hidden whole. */
  within<Done>(sizeBytes: number, work: () => Done): Done {
    this.#takenMs = 0;
    this.#allowedMs = REQUEST_MS + (sizeBytes / MIB) * MS_PER_MIB;
    try {
      return work();
    } finally {
      this.#allowedMs = Number.POSITIVE_INFINITY;
    }
  }

  /** Undefined where none looks into an attribute of this key. */
  rulesOf(key: string): KeyRules | undefined {
    if (this.#keys.has(key)) return this.#keys.get(key);
    const found = this.#find(key);
    if (this.#keys.size < MAX_KEYS) this.#keys.set(key, found);
    return found;
  }

  /** Those of a content that stands apart from its attribute, whose key is not known: all but those of whole attributes. */
  get rulesOfContent(): KeyRules | undefined {
    const [patterns, paths] = [this.#rules.filter(hasMatcher), this.#rules.filter(hasPath)];
    if (patterns.length + paths.length === 0) return undefined;
    return { key: CONTENT, whole: undefined, patterns, paths };
  }

  /** What stands for a value that is hidden as a whole. */
  whole({ key }: KeyRules, rule: NumberedRule, text: string): string {
    this.#count++;
    this.#onRedacted?.(rule.number, key, text, 0, text.length);
    return rule.replacement(text);
  }

  /**
   * @param states where the paths stand that lead here, for values within structured ones
   * @returns undefined where nothing of it is hidden
   */
  text(rules: KeyRules, text: string, states: readonly PathState[] = startOf(rules)): string | undefined {
    return this.#text(rules, text, states, 0);
  }

  #text(rules: KeyRules, text: string, states: readonly PathState[], nesting: number): string | undefined {
    if (nesting >= MAX_NESTING || !looksLikeJson(text)) return this.#plain(rules, text);
    // Without escapes what a text says stands in it as it is: most have nothing to hide.
    const isHarmless = !text.includes('\\') && !rules.patterns.some((rule) => this.#mayMatch(rule, text));
    if (rules.paths.length === 0 && isHarmless) return undefined;
    const redaction = {
      paths: rules.paths.map(({ path }) => path!),
      replace: (path: number, value: string) => {
        const rule = rules.paths[path]!;
        const replacement = this.whole(rules, rule, value);
        return rule.action === 'drop' ? 'null' : JSON.stringify(replacement);
      },
      text: (value: string, at: readonly PathState[]) =>
        isHarmless && !looksLikeJson(value) ? undefined : this.#text(rules, value, at, nesting + 1),
    };
    const hidden = redactJson(text, redaction, states);
    // A line of a log, or a value as Python prints it, begins as JSON does and holds what no text of JSON would.
    return isHarmless || isJson(text) ? hidden : (this.#plain(rules, hidden ?? text) ?? hidden);
  }

  #plain({ patterns, key }: KeyRules, text: string): string | undefined {
    let hidden: string | undefined;
    for (const rule of patterns) {
      const given = hidden ?? text;
      if (this.#mayMatch(rule, given)) hidden = this.#apply(rule, key, given) ?? hidden;
    }
    return hidden;
  }

  #apply(rule: NumberedRule, key: string, text: string): string | undefined {
    const found = this.#timed(rule, (matcher) => matcher.find(text)) ?? [[0, text.length] as const];
    let out = '';
    let copied = 0;
    for (const [start, end] of found) {
      if (start < copied) continue;
      this.#count++;
      this.#onRedacted?.(rule.number, key, text, start, end);
      out += text.slice(copied, start) + rule.replacement(text.slice(start, end));
      copied = end;
    }
    return copied === 0 ? undefined : out + text.slice(copied);
  }

  #mayMatch(rule: NumberedRule, text: string): boolean {
    return this.#timed(rule, (matcher) => matcher.mayMatch(text)) ?? true;
  }

  /** @returns undefined where there is no more time for it */
  #timed<Found>({ matcher }: NumberedRule, search: (matcher: TextMatcher) => Found): Found | undefined {
    if (matcher!.mayTakeLong !== true) return search(matcher!);
    if (this.#takenMs > this.#allowedMs) return undefined;
    const begunMs = this.#nowMs();
    const found = search(matcher!);
    this.#takenMs += this.#nowMs() - begunMs;
    return found;
  }

  #find(key: string): KeyRules | undefined {
    // Where all of a long one is kept goes with it.
    if (key.startsWith(TRACEWRIGHT.blobPrefix)) {
      const whole = this.#find(key.slice(TRACEWRIGHT.blobPrefix.length))?.whole;
      return whole && { key, whole, patterns: [], paths: [] };
    }
    if (key.startsWith(OWN) && !OWN_CONTENT.includes(key) && !key.startsWith(TRACEWRIGHT.metadataPrefix)) {
      return undefined;
    }
    const rules = this.#rules.filter((rule) => rule.appliesTo(key));
    if (rules.length === 0) return undefined;
    const whole = rules.find((rule) => !hasMatcher(rule) && !hasPath(rule));
    return { key, whole, patterns: rules.filter(hasMatcher), paths: rules.filter(hasPath) };
  }
}

function hasMatcher({ matcher }: CompiledRule): boolean {
  return matcher !== undefined;
}

function hasPath({ path }: CompiledRule): boolean {
  return path !== undefined;
}

/** Where the paths of these rules begin. */
export function startOf({ paths }: KeyRules): readonly PathState[] {
  return paths.map(({ path }) => path!.start);
}
