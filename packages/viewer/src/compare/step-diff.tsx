import type { SpanDetail } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { connection } from '../api/connection.ts';
import { getSpan } from '../api/traces.ts';
import { TextDiff } from '../diff/text-diff.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { contentText } from './content-text.ts';
import style from './step-diff.module.css';

export interface SpanPlace {
  readonly traceId: string;
  /** '' where the trace has no such step. */
  readonly spanId: string;
}

export interface StepDiffProps {
  readonly a: SpanPlace;
  readonly b: SpanPlace;
  readonly onClose: () => void;
}

/** What went into a step and came out of it, here and there. */
export function StepDiff({ a, b, onClose }: StepDiffProps): VNode {
  const [spans, setSpans] = useState<readonly [SpanDetail | undefined, SpanDetail | undefined]>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    const load = async ({ traceId, spanId }: SpanPlace) => (spanId === '' ? undefined : getSpan(traceId, spanId));
    Promise.all([load(a), load(b)]).then(
      (loaded) => {
        if (!isCurrent) return;
        setFailure(undefined);
        setSpans(loaded);
      },
      (error: unknown) => {
        if (isCurrent) setFailure(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [a.traceId, a.spanId, b.traceId, b.spanId, connection.value.state]);

  const [first, second] = spans ?? [];
  const before = contentText(first?.content);
  const after = contentText(second?.content);
  return (
    <aside class={style.pane} aria-label="Step">
      <div class={style.head}>
        <h2 class={style.title}>{second?.name ?? first?.name ?? 'Step'}</h2>
        {first && <Link href={`/traces/${first.traceId}?span=${first.spanId}`}>open in A</Link>}
        {second && <Link href={`/traces/${second.traceId}?span=${second.spanId}`}>open in B</Link>}
        <IconButton icon="close" label="Close the step" onClick={onClose} />
      </div>
      {failure !== undefined && (
        <p class={style.failure} role="alert">
          {failure}
        </p>
      )}
      {spans && (
        <div class={style.texts} tabIndex={0} role="region" aria-label="Input and output">
          <h3 class={style.part}>Input</h3>
          <TextDiff before={before.input} after={after.input} />
          <h3 class={style.part}>Output</h3>
          <TextDiff before={before.output} after={after.output} />
        </div>
      )}
    </aside>
  );
}
