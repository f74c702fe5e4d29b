import type { EvaluationRowDetail, EvaluationScore, Feedback, JsonValue, Page } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { getJson } from '../../api/request.ts';
import { useAsked } from '../../api/use-answer.ts';
import { TextDiff } from '../../diff/text-diff.tsx';
import { FeedbackBox } from '../../trace/feedback/feedback-box.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { getEvaluationRow } from '../evaluations-api.ts';
import { ScoreValue } from '../scores/score-value.tsx';
import style from './row-pane.module.css';

export interface RowPaneProps {
  readonly runId: string;
  readonly traceId: string;
  /** The same row of the evaluation that this one is compared with. */
  readonly other: { readonly runId: string; readonly traceId: string; readonly name: string } | undefined;
  readonly onClose: () => void;
}

/** All that there is to one row: what went in, what came out, what was expected, and why each scorer says what it says. */
export function RowPane({ runId, traceId, other, onClose }: RowPaneProps): VNode {
  const answer = useAsked(`${runId} ${traceId}`, (abort) => getEvaluationRow(runId, traceId, abort));
  const before = useAsked(other && `${other.runId} ${other.traceId}`, (abort) =>
    getEvaluationRow(other?.runId ?? '', other?.traceId ?? '', abort),
  ).value;
  const row = answer.isCurrent ? answer.value : undefined;
  return (
    <aside class={style.pane} aria-label="Row">
      <div class={style.head}>
        <h2 class={style.title}>{row ? `${row.key}${row.trial > 0 ? `, trial ${row.trial + 1}` : ''}` : 'Row'}</h2>
        <Link href={`/traces/${traceId}`}>open the trace</Link>
        <IconButton icon="close" label="Close the row" onClick={onClose} />
      </div>
      {answer.failure && (
        <p class={style.failure} role="alert">
          {answer.failure.message}
        </p>
      )}
      {row && (
        <div class={style.parts} tabIndex={0} role="region" aria-label="What the row says">
          <Scores scores={row.scores} before={other && before?.traceId === other.traceId ? before.scores : undefined} />
          <Part title="Input" text={textOf(row.inputs)} />
          {row.error && <Part title={`The task failed: ${row.error.code}`} text={row.error.message ?? ''} />}
          <Output row={row} />
          {other && before?.traceId === other.traceId && (
            <>
              <h3 class={style.part}>Output, from {other.name} to here</h3>
              <TextDiff before={textOf(before.outputs)} after={textOf(row.outputs)} />
            </>
          )}
          {row.context !== null && <Part title="Context" text={textOf(row.context)} />}
          <RowFeedback traceId={traceId} />
        </div>
      )}
    </aside>
  );
}

/** Beside what was expected, where that is one text. */
function Output({ row }: { readonly row: EvaluationRowDetail }): VNode {
  const expected = Object.entries(row.expectations);
  const [only, ...others] = expected;
  if (only !== undefined && others.length === 0 && typeof only[1] === 'string') {
    return (
      <>
        <Part title="Output" text={textOf(row.outputs)} />
        <h3 class={style.part}>From {only[0]}, as expected, to the output</h3>
        <TextDiff before={only[1]} after={textOf(row.outputs)} />
      </>
    );
  }
  return (
    <>
      <Part title="Output" text={textOf(row.outputs)} />
      {expected.map(([name, value]) => (
        <Part key={name} title={`Expected: ${name}`} text={textOf(value)} />
      ))}
    </>
  );
}

function Scores(props: {
  readonly scores: readonly EvaluationScore[];
  readonly before: readonly EvaluationScore[] | undefined;
}): VNode {
  return (
    <dl class={style.scores}>
      {props.scores.map(({ name, value, passed, error, rationale, source }) => {
        const before = props.before?.find((score) => score.name === name);
        return (
          <div key={name} class={style.score}>
            <dt>
              {name}
              <span class={style.source}>{source.kind === 'judge' ? `judge ${source.id}` : source.kind}</span>
            </dt>
            <dd>
              <ScoreValue value={value} passed={passed} error={error?.code ?? null} />
              {before && (
                <span class={style.before}>
                  before <ScoreValue value={before.value} passed={before.passed} error={before.error?.code ?? null} />
                </span>
              )}
              {(error?.message ?? rationale) && <p class={style.rationale}>{error?.message ?? rationale}</p>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** What people say of the row is feedback on its trace. */
function RowFeedback({ traceId }: { readonly traceId: string }): VNode | null {
  const [given, setGiven] = useState<readonly Feedback[]>();
  const path = `/api/v1/traces/${traceId}/feedback`;
  const answer = useAsked(path, (abort) => getJson<Page<Feedback>>(path, abort));
  const items = answer.isCurrent ? answer.value?.items : undefined;
  useEffect(() => setGiven(items), [items]);
  if (given === undefined) return null;
  // The scores of the evaluation stand above.
  const shown = given.filter(({ source }) => source.kind === 'human');
  return <FeedbackBox traceId={traceId} spanId={undefined} given={shown} onChange={setGiven} />;
}

function Part({ title, text }: { readonly title: string; readonly text: string }): VNode {
  return (
    <>
      <h3 class={style.part}>{title}</h3>
      <pre class={style.text}>{text === '' ? 'nothing' : text}</pre>
    </>
  );
}

function textOf(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
