import type { EvaluationComparison } from './compare.ts';
import type { MeasureChange } from './compare-measures.ts';

const MAX_ROWS = 10;

/** A comparison as one reads it in a terminal: what has changed, then the rows that got worse. */
export function comparisonText(comparison: EvaluationComparison, level: number = 0.95): string {
  const { before, after, rows, onlyBefore, onlyAfter, errorsBefore, errorsAfter, changes } = comparison;
  const unpaired = [
    ...(onlyBefore.length > 0 ? [`${onlyBefore.length} only in the first`] : []),
    ...(onlyAfter.length > 0 ? [`${onlyAfter.length} only in the second`] : []),
  ];
  const apart = unpaired.length === 0 ? '' : ` (not compared: ${unpaired.join(', ')})`;
  const failures = errorsBefore + errorsAfter === 0 ? [] : [`rows that failed: ${errorsBefore}, now ${errorsAfter}`];
  return [
    `${before.name} → ${after.name}: ${rows} rows in both${apart}`,
    ...failures,
    '',
    ...columns([headings(level), ...changes.map(changeCells)]),
    ...worseTags(comparison),
    ...worstRows(comparison),
  ].join('\n');
}

function headings(level: number): readonly string[] {
  const interval = `${Number((level * 100).toFixed(2))} % interval`;
  return ['', 'before', 'after', 'change', interval, 'p (Holm)', 'rows better/same/worse', ''];
}

function changeCells(change: MeasureChange): readonly string[] {
  const { name, before, after, delta, pAdjusted, wins, ties, losses, verdict, onlyBefore, otherJudge } = change;
  const notes = [
    ...(onlyBefore === 0 ? [] : [`${onlyBefore} rows no longer measured`]),
    ...(otherJudge === null ? [] : ['another judge']),
  ];
  return [
    name,
    figure(before),
    figure(after),
    signed(delta.estimate),
    `${signed(delta.low)} … ${signed(delta.high)}`,
    Number.isNaN(pAdjusted) ? '–' : pAdjusted.toFixed(4),
    `${wins}/${ties}/${losses}`,
    [verdict, ...notes].join(', '),
  ];
}

/** Groups of rows in which something got worse beyond chance. */
function worseTags({ byTag }: EvaluationComparison): readonly string[] {
  const lines = Object.entries(byTag).flatMap(([tag, groups]) =>
    groups.flatMap(({ value, rows, changes }) =>
      changes
        .filter(({ verdict, kind }) => verdict === 'worse' && kind === 'score')
        .map(({ name, before, after }) => [
          `  ${tag} ${value ?? '(none)'}`,
          name,
          `${figure(before)} → ${figure(after)}`,
          `${rows} rows`,
        ]),
    ),
  );
  return lines.length === 0 ? [] : ['', 'Where it got worse', ...columns(lines)];
}

function worstRows({ rowChanges }: EvaluationComparison): readonly string[] {
  const worse = rowChanges.filter(({ gain }) => gain < 0);
  if (worse.length === 0) return [];
  const shown = worse.slice(0, MAX_ROWS).map(({ key, inputs, worse: names, errorAfter }) => {
    const what = errorAfter === null ? names.join(', ') : `failed: ${errorAfter}`;
    return [`  ${key}`, inputs.length <= 60 ? inputs : `${inputs.slice(0, 59).toWellFormed()}…`, what];
  });
  return ['', `Rows that got worse: ${worse.length}`, ...columns(shown)];
}

function columns(lines: readonly (readonly string[])[]): readonly string[] {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));
  return lines.map((line) =>
    line
      .map((text, at) => text.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  );
}

/** Four digits are enough to compare by. */
function figure(value: number): string {
  return Number.isNaN(value) ? '–' : String(Number(value.toPrecision(4)));
}

function signed(value: number): string {
  return value > 0 ? `+${figure(value)}` : figure(value);
}
