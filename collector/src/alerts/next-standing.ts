import type { AlertReading, AlertState, NewAlertRule } from '@tracewright/schema';
import type { AlertStanding } from '../storage/tracking/alerts/alert-store.ts';

type Rule = Pick<NewAlertRule, 'condition' | 'minCount' | 'forMs'>;

/** What has to be told of a change, if somebody listens. */
export type AlertChange = 'firing' | 'resolved';

export interface NextStanding {
  readonly standing: AlertStanding;
  /** Undefined: nothing has happened that anybody would be told. */
  readonly change: AlertChange | undefined;
}

/** Where a rule stands after a look. A pause in the data neither fires nor resolves: what fires goes on firing. */
export function nextStanding(before: AlertStanding, reading: AlertReading, rule: Rule, nowMs: number): NextStanding {
  const verdict = judge(reading, rule);
  // A clock that was set back begins anew: it would not be bad for long enough until the clock has caught up.
  const knownSinceMs = before.badSinceMs === null ? null : Math.min(before.badSinceMs, nowMs);
  const badSinceMs = verdict === 'bad' ? (knownSinceMs ?? nowMs) : verdict === 'noData' ? knownSinceMs : null;
  const state = nextState(before.state, verdict, badSinceMs === null ? 0 : nowMs - badSinceMs, rule.forMs);
  const isSame = state === before.state && before.sinceMs !== null;
  const standing: AlertStanding = {
    state,
    sinceMs: isSame ? before.sinceMs : nowMs,
    badSinceMs: state === 'noData' ? null : badSinceMs,
    isTold: before.isTold,
    reading,
  };
  return { standing, change: changeOf(before.state, state) };
}

/** Whether a value is bad, or cannot be told. */
export function judge(
  { value, before, count }: AlertReading,
  { condition, minCount }: Rule,
): 'bad' | 'good' | 'noData' {
  if (value === null || count < minCount) return 'noData';
  const limit = condition.kind === 'threshold' ? condition.value : limitOf(before, condition);
  if (limit === undefined) return 'noData';
  const isBad = condition.is === 'above' ? value > limit : value < limit;
  return isBad ? 'bad' : 'good';
}

/** What must not be crossed; undefined where there is nothing to compare with. */
function limitOf(
  before: number | null,
  { is, share }: Extract<NewAlertRule['condition'], { readonly kind: 'weekBefore' }>,
): number | undefined {
  if (before === null) return undefined;
  return before + Math.abs(before) * (is === 'above' ? share : -share);
}

function nextState(before: AlertState, verdict: 'bad' | 'good' | 'noData', badMs: number, forMs: number): AlertState {
  if (verdict === 'good') return 'ok';
  if (verdict === 'noData') return before === 'firing' ? 'firing' : 'noData';
  return before === 'firing' || badMs >= forMs ? 'firing' : 'pending';
}

function changeOf(before: AlertState, now: AlertState): AlertChange | undefined {
  if (now === before) return undefined;
  if (now === 'firing') return 'firing';
  return before === 'firing' ? 'resolved' : undefined;
}
