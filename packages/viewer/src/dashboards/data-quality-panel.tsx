import type { DataQuality, DataQualityProblem } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { useAnswer } from '../api/use-answer.ts';
import { formatCount } from '../format/number.ts';
import { classNames } from '../ui/class-names.ts';
import { formatQuery } from '../url/query.ts';
import style from './data-quality-panel.module.css';

const REFRESH_MS = 60_000;

/** What each problem is, and what it means for the figures. */
const SAID: Readonly<Record<DataQualityProblem['problem'], readonly [string, string]>> = {
  unended: ['Traces that never ended', 'The root still runs, or its app stopped before it could say that it ended.'],
  orphaned: ['Traces without a root', 'The root was sent elsewhere, or has not come yet.'],
  unpriced: [
    'Traces whose cost is not known in full',
    'No price is known for a model, or a call did not say what it used.',
  ],
  estimated: ['Traces with estimated usage', 'The provider did not report tokens, so that the app counted them.'],
  skewed: ['Spans that begin before their parent', 'The clocks of two machines differ.'],
  truncated: ['Spans cut by the sender', 'Texts were longer than the app’s limits.'],
  duplicated: ['Spans sent more than once', 'Stored once; a sender tried again.'],
  dropped: ['Spans dropped by senders', 'An app made spans faster than it could send them.'],
};

/** What is missing or odd in all that was sent, whatever the page is about. */
export function DataQualityPanel(): VNode | null {
  const { value } = useAnswer<DataQuality>('/api/v1/data-quality', REFRESH_MS);
  if (!value) return null;
  return (
    <section class={style.panel} aria-labelledby="dash-quality">
      <h2 class={style.title} id="dash-quality">
        Data quality
      </h2>
      <p class={style.lead}>
        Of all {formatCount(value.traceCount)} traces and {formatCount(value.spanCount)} spans
      </p>
      <dl>
        {value.problems.map((problem) => (
          <Problem key={problem.problem} {...problem} />
        ))}
      </dl>
    </section>
  );
}

function Problem({ problem, count, isStored, isComplete, filter }: DataQualityProblem): VNode {
  const [name, meaning] = SAID[problem] ?? [problem, ''];
  const text = `${isComplete ? '' : '≥ '}${formatCount(count)}`;
  return (
    <div class={classNames(style.problem, count === 0 && style.none)}>
      <dt>
        <span class={style.name}>{name}</span>
        <span class={style.meaning}>
          {meaning}
          {!isStored && ' Counted since the store began.'}
          {!isComplete && ' Still being counted.'}
        </span>
      </dt>
      <dd class={style.count}>
        {count > 0 && filter !== null ? <Link href={`/traces${formatQuery({ q: filter })}`}>{text}</Link> : text}
      </dd>
    </div>
  );
}
