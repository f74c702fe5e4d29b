import type { TraceScore } from '@tracewright/schema';
import type { VNode } from 'preact';
import { formatScore } from '../../format/score.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import style from './scores.module.css';

/** What was said of a trace, name by name; all of it in the title. */
export function Scores({ scores }: { readonly scores: readonly TraceScore[] }): VNode {
  const all = scores.map(
    ({ name, value, count }) => `${name} ${wordOf(value)}${count > 1 ? `, said ${count} times` : ''}`,
  );
  return (
    <span class={style.scores} title={all.join('\n')}>
      {scores.map((score) => (
        <Score key={score.name} score={score} />
      ))}
    </span>
  );
}

function Score({ score: { name, value } }: { readonly score: TraceScore }): VNode {
  if (typeof value === 'boolean') {
    return (
      <span class={classNames(style.score, value ? style.good : style.bad)}>
        <span class={style.mark}>
          <Icon name="thumb" size={12} />
        </span>
        {name === 'thumbs' ? <span class="visually-hidden">{value ? 'good' : 'bad'}</span> : name}
      </span>
    );
  }
  return (
    <span class={style.score}>
      {name} <b class={style.value}>{wordOf(value)}</b>
    </span>
  );
}

function wordOf(value: TraceScore['value']): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? formatScore(value) : value;
}
