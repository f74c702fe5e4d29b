import type { KeepTag } from '../storage/tracking/run-retention/run-retention-store.ts';

const DAY_MS = 86_400_000;

/** Keeps a run whatever else is said. */
const ALWAYS: KeepTag = { key: 'tracewright.keep', value: undefined };

/** How long runs are kept; without limits, for ever. */
export interface RunRules {
  /** Runs go this long after they ended, ms; undefined: never. */
  readonly maxAgeMs: number | undefined;
  /** The same by name for experiments that differ. */
  readonly experiments: ReadonlyMap<string, number | undefined>;
  /** Tags that keep a run. */
  readonly keepTags: readonly KeepTag[];
}

/** Rules as they are set: nothing is taken out by rules that say nothing. */
export interface RunRuleTexts {
  /** Whole days. */
  readonly days?: string | undefined;
  /** Such as `ci=7, nightly=forever`: experiments by name, with days of their own. */
  readonly experiments?: string | undefined;
  /** Such as `is_production_eval=true, team`. */
  readonly keepTags?: string | undefined;
}

/**
 * Reads rules.
 *
 * @throws RangeError with a sentence that begins with what `names` calls the setting.
 */
export function parseRunRules(texts: RunRuleTexts, names: Readonly<Record<keyof RunRuleTexts, string>>): RunRules {
  const experiments = new Map<string, number | undefined>();
  for (const part of parts(texts.experiments)) {
    const equals = part.lastIndexOf('=');
    if (equals <= 0) throw new RangeError(`${names.experiments} must list experiments such as ci=7 or nightly=forever`);
    experiments.set(part.slice(0, equals), daysMs(part.slice(equals + 1), names.experiments));
  }
  return {
    maxAgeMs: texts.days === undefined || texts.days === '' ? undefined : daysMs(texts.days, names.days),
    experiments,
    keepTags: [ALWAYS, ...parts(texts.keepTags).map(keepTag)],
  };
}

/** Whether rules ever take anything out. */
export function takesRunsOut({ maxAgeMs, experiments }: RunRules): boolean {
  return maxAgeMs !== undefined || [...experiments.values()].some((ageMs) => ageMs !== undefined);
}

function parts(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function daysMs(text: string, name: string): number | undefined {
  if (text === 'forever') return undefined;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new RangeError(`${name} must count whole days, not ${JSON.stringify(text)}`);
  return Number(text) * DAY_MS;
}

function keepTag(text: string): KeepTag {
  const equals = text.indexOf('=');
  return equals < 0 ? { key: text, value: undefined } : { key: text.slice(0, equals), value: text.slice(equals + 1) };
}
