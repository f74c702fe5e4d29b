import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { formatDuration, formatExactMs } from '../format/duration.ts';
import { percentages } from '../format/number.ts';
import { classNames } from '../ui/class-names.ts';
import { kindClass } from '../ui/kind.tsx';
import type { TraceModel } from './model/trace-model.ts';
import { categoryLook } from './time-category.ts';
import style from './time-strip.module.css';

/** What the trace waited for, as one strip: the parts are exactly the whole. */
export function TimeStrip({ model }: { readonly model: TraceModel }): VNode {
  const titleId = useId();
  const { breakdown, totalUs } = model;
  const percents = percentages(breakdown.map(({ us }) => us));
  return (
    <section class={style.section} aria-labelledby={titleId}>
      <div class={style.head}>
        <h2 class={style.title} id={titleId}>
          Where the time went
        </h2>
        <span class={style.total} data-testid="time-total" data-us={totalUs} title={formatExactMs(totalUs)}>
          {formatDuration(totalUs)}
        </span>
      </div>
      <div class={style.strip} aria-hidden="true">
        {breakdown.map(({ category, us }) => {
          const { kind, pattern, label } = categoryLook(category);
          return (
            <span
              key={category}
              class={classNames(style.part, kindClass(kind), style[pattern])}
              style={{ flexGrow: us }}
              title={`${label}: ${formatExactMs(us)}`}
            />
          );
        })}
      </div>
      <ul class={style.legend} aria-labelledby={titleId}>
        {breakdown.map(({ category, us }, at) => {
          const { kind, pattern, label, title } = categoryLook(category);
          return (
            <li
              key={category}
              class={style.entry}
              title={`${title}: ${formatExactMs(us)}`}
              data-testid="time-part"
              data-category={category}
              data-us={us}
            >
              <span class={classNames(style.swatch, kindClass(kind), style[pattern])} aria-hidden="true" />
              <span>{label}</span>
              <span class={style.length}>{formatDuration(us)}</span>
              <span class={style.percent}>{percentText(percents[at] ?? 0)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The parts add up to 100.0: what is too short for a tenth has its length alone. */
function percentText(percent: number): string {
  return percent === 0 ? '' : `${percent.toFixed(1)} %`;
}
