import type { Feedback, FeedbackValue, TraceSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { getTurns } from '../api/sessions.ts';
import { useAsked } from '../api/use-answer.ts';
import { formatDuration } from '../format/duration.ts';
import { epochMs, formatMoment } from '../format/moment.ts';
import { formatCount } from '../format/number.ts';
import { formatScore } from '../format/score.ts';
import { FoldedText } from '../trace/content/folded-text.tsx';
import { Markdown } from '../trace/content/markdown.tsx';
import { StatusMark } from '../ui/status.tsx';
import style from './reviewed-trace.module.css';

export interface ReviewedTraceProps {
  readonly trace: TraceSummary;
  /** What others have said of it. */
  readonly others: readonly Feedback[];
  /** The answer as it was read, for who corrects it. */
  readonly onAnswer: (answer: string | undefined) => void;
}

/** What was asked and what was answered, as large as one wants to read it. */
export function ReviewedTrace({ trace, others, onAnswer }: ReviewedTraceProps): VNode {
  const answer = useAsked(trace.traceId, async (abort) => {
    const [turn] = await getTurns([trace.traceId], abort);
    onAnswer(turn?.answered?.text);
    return turn ?? null;
  });
  const turn = answer.isCurrent ? answer.value : undefined;
  return (
    <article class={style.trace} aria-label="The trace">
      <p class={style.facts}>
        <b>{trace.name}</b>
        <StatusMark status={trace.status} />
        <span>{formatMoment(epochMs(trace.startNs), Date.now())}</span>
        <span>{formatDuration(trace.durationMs * 1_000)}</span>
        <Link href={`/traces/${trace.traceId}`}>open the trace</Link>
      </p>
      <h2 class={style.part}>Asked</h2>
      {turn?.asked ? <FoldedText text={turn.asked.text} /> : <p class={style.none}>{trace.preview ?? nothing(turn)}</p>}
      <h2 class={style.part}>Answered</h2>
      <div class={style.answer}>
        {turn?.answered ? <Markdown text={turn.answered.text} /> : <p class={style.none}>{nothing(turn)}</p>}
      </div>
      {others.length > 0 && (
        // Closed at first: whoever knows what others say agrees with them.
        <details class={style.said}>
          <summary>What others say, {formatCount(others.length)}</summary>
          <ul class={style.others}>
            {others.map(({ id, name, value, source, rationale }) => (
              <li key={id}>
                {source.id}: <b>{name}</b> {feedbackText(value)}
                {rationale !== null && <span class={style.none}> {rationale}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
      {answer.failure && <p role="alert">{answer.failure.message}</p>}
    </article>
  );
}

function feedbackText(value: FeedbackValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? formatScore(value) : value;
}

function nothing(turn: unknown): string {
  return turn === undefined ? '…' : 'nothing was recorded';
}
