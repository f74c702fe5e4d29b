import type { VNode } from 'preact';
import { formatCount } from '../../format/number.ts';
import { formatScore } from '../../format/score.ts';
import { formatShare } from '../../format/share.ts';
import { classNames } from '../../ui/class-names.ts';
import type { ScoreBin, ScoreSummary } from './score-summary.ts';
import style from './scorer-cards.module.css';

export interface ScorerCardsProps {
  readonly summaries: readonly ScoreSummary[];
  /** Name of the one that the rows are chosen by. */
  readonly chosen: string | undefined;
  /** Undefined: none any more. */
  readonly onChoose: (name: string | undefined) => void;
  /** What stands below a figure. */
  readonly note?: (summary: ScoreSummary) => VNode | null;
}

/** What each scorer says of all rows together; a press on one chooses the rows by it. */
export function ScorerCards({ summaries, chosen, onChoose, note }: ScorerCardsProps): VNode {
  return (
    <ul class={style.cards}>
      {summaries.map((summary) => {
        const isChosen = summary.name === chosen;
        return (
          <li key={summary.name}>
            <button
              type="button"
              class={classNames(style.card, isChosen && style.chosen)}
              aria-pressed={isChosen}
              onClick={() => onChoose(isChosen ? undefined : summary.name)}
            >
              <span class={style.name} title={summary.name}>
                {summary.name}
                {summary.isJudge && <span class={style.judge}>judge</span>}
              </span>
              <Figure summary={summary} />
              {note?.(summary)}
              <Distribution bins={summary.bins} />
              {summary.errors > 0 && (
                <span class={style.errors}>
                  {summary.errors === 1 ? '1 error' : `${formatCount(summary.errors)} errors`}
                </span>
              )}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** How many have passed, or else the mean, with how far that may be off. */
function Figure({ summary: { passed, mean, median, scored } }: { readonly summary: ScoreSummary }): VNode {
  const figure = passed ?? mean;
  if (figure === undefined) {
    return (
      <span class={style.figure}>
        <b>{formatCount(scored)}</b> <span class={style.range}>rows</span>
      </span>
    );
  }
  const format = passed === undefined ? formatScore : formatShare;
  const isKnown = Number.isFinite(figure.low) && Number.isFinite(figure.high);
  const range = isKnown ? `${format(figure.low)} to ${format(figure.high)}` : 'one row';
  return (
    <span
      class={style.figure}
      title={`95 % interval: ${range}${median === undefined ? '' : `; median ${formatScore(median)}`}`}
    >
      <b>{format(figure.estimate)}</b>{' '}
      <span class={style.range}>
        {passed === undefined ? 'mean' : 'passed'}, {range}
      </span>
    </span>
  );
}

function Distribution({ bins }: { readonly bins: readonly ScoreBin[] }): VNode | null {
  if (bins.length === 0) return null;
  const most = Math.max(...bins.map(({ count }) => count));
  const said = bins.flatMap(({ label, count }) => (count === 0 ? [] : [`${label}: ${formatCount(count)}`])).join(', ');
  return (
    <span class={style.bins} role="img" aria-label={`Distribution. ${said}`}>
      {bins.map(({ label, count }, at) => (
        <span key={at} class={style.bin} title={`${label}: ${formatCount(count)}`}>
          <span class={style.bar} style={{ height: `${(count / most) * 100}%` }} />
        </span>
      ))}
    </span>
  );
}
