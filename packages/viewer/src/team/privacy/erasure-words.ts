import type { Erasure, ErasureCounts, ErasureLeftOver } from '@tracewright/schema';
import { formatCount } from '../../format/number.ts';

const COUNTS: readonly (readonly [keyof ErasureCounts, string])[] = [
  ['traces', 'Traces'],
  ['spans', 'Spans'],
  ['assessments', 'Feedback and expectations'],
  ['traceTags', 'Tags of traces'],
  ['evaluationRows', 'Rows of evaluations'],
  ['datasetRecords', 'Records of datasets'],
  ['payloads', 'Contents beside spans'],
  ['runLinks', 'Links to runs'],
  ['runs', 'Runs about them'],
  ['artifacts', 'Files of these'],
  ['tableRows', 'Rows of tables of other runs'],
  ['lateTraces', 'Of the traces, come later'],
  ['auditMentions', 'Entries of the audit log that name them, which stay'],
];

/** Between two looks at one that is under way, ms. */
const REFRESH_MS = 700;

const STATES: Readonly<Record<Erasure['state'], string>> = {
  waiting: 'waiting for its turn',
  running: 'under way',
  done: 'done',
  failed: 'failed, and will be tried again',
};

/** What goes or has gone, without what there was none of; traces and spans always. */
export function countFacts(counts: ErasureCounts): readonly (readonly [string, string])[] {
  return COUNTS.filter(([name]) => counts[name] > 0 || name === 'traces' || name === 'spans').map(([name, title]) => [
    title,
    formatCount(counts[name]),
  ]);
}

const REASONS: Readonly<Record<ErasureLeftOver['why'], string>> = {
  named: 'names them elsewhere',
  traces: 'had traces of theirs',
  unreadableTable: 'has a table that cannot be read',
  keptElsewhere: 'keeps files elsewhere',
};

/** Runs that somebody has to look at, since nobody here can know what they tell. */
export function leftOverFacts(leftOver: readonly ErasureLeftOver[]): readonly (readonly [string, string])[] {
  const runs = leftOver.map(({ runId, why }) => `${runId} (${REASONS[why]})`);
  return runs.length === 0 ? [] : [['Runs to look at yourself', runs.join(', ')]];
}

export function stateText({ state }: Pick<Erasure, 'state'>): string {
  return STATES[state];
}

export function isUnderWay({ state }: Pick<Erasure, 'state'>): boolean {
  return state === 'waiting' || state === 'running';
}

/** How long to wait before it is looked at again, ms; undefined: it is as it stays. */
export function pauseMsOf({ state }: Pick<Erasure, 'state'>): number | undefined {
  return state === 'done' ? undefined : REFRESH_MS;
}
