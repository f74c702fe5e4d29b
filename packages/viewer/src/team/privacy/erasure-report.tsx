import type { Erasure } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/section.tsx';
import { FailureLine } from '../failure-line.tsx';
import { Moment } from '../moment.tsx';
import { countFacts, isUnderWay, leftOverFacts, stateText } from './erasure-words.ts';
import { useErasure } from './erasures-api.ts';
import style from './privacy.module.css';

export interface ErasureReportProps {
  readonly begun: Erasure;
  /** It is over, one way or the other. */
  readonly onDone?: () => void;
}

/** What a deletion has done so far, for whoever has to show that it was done. */
export function ErasureReport({ begun, onDone }: ErasureReportProps): VNode {
  const { value: erasure = begun, failure } = useErasure(begun);
  const isOver = !isUnderWay(erasure);
  useEffect(() => {
    if (isOver) onDone?.();
  }, [isOver]);
  return (
    <section class={style.card} aria-label="Report">
      <div class={style.head}>
        <h3 class={style.title}>
          {erasure.isDryRun ? 'Count' : 'Deletion'} of a {erasure.of}
        </h3>
        <span role="status">{stateText(erasure)}</span>
        <span class={style.copy}>
          <CopyButton text={JSON.stringify(erasure, null, 2)} label="the report as JSON" />
        </span>
      </div>
      {!isOver && <progress class={style.progress} aria-label="Under way" />}
      <FailureLine failure={failure?.message ?? erasure.error ?? undefined} />
      <Facts
        facts={[
          ...countFacts(erasure.counts),
          ...leftOverFacts(erasure.leftOver),
          ['Asked for by', erasure.requestedBy],
          ['Asked for', <Moment key="asked" ns={erasure.requestedNs} />],
          ['Done', <Moment key="done" ns={erasure.finishedNs} never="not yet" />],
          ...(erasure.isDryRun
            ? []
            : [['Late arrivals go until', <Moment key="late" ns={erasure.watchedUntilNs} never="–" />] as const]),
          ['Number', <code key="id">{erasure.id}</code>],
        ]}
      />
    </section>
  );
}
