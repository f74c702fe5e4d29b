import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { MessagePage } from '../shell/message-page.tsx';
import { onPageKeys } from '../ui/page-keys.ts';
import { formatQuery } from '../url/query.ts';
import { useQuery } from '../url/use-query.ts';
import { CompareHeader } from './compare-header.tsx';
import style from './compare-page.module.css';
import { DeltaTable } from './delta-table.tsx';
import { StepDiff } from './step-diff.tsx';
import { StepTable } from './step-table.tsx';
import { useComparison } from './use-comparison.ts';

/** `/compare?a=&b=&step=&all=`: two traces side by side. `step` is `idOfA.idOfB`, either of which can be empty. */
export function ComparePage(): VNode {
  const { a, b, step, all } = useQuery();
  if (!a || !b) {
    return (
      <MessagePage title="Which two traces?">
        Select two in the <Link href="/traces">list of traces</Link> (x on each of them), then compare them (c).
      </MessagePage>
    );
  }
  return <ComparedTraces key={`${a} ${b}`} a={a} b={b} step={step} isAll={all === '1'} />;
}

interface ComparedTracesProps {
  readonly a: string;
  readonly b: string;
  readonly step: string | undefined;
  /** Whether steps that do not differ are shown as well. */
  readonly isAll: boolean;
}

function ComparedTraces({ a, b, step, isAll }: ComparedTracesProps): VNode {
  const [, navigate] = useLocation();
  const { comparison, failure } = useComparison(a, b);
  const go = (change: { readonly step?: string | undefined; readonly all?: string | undefined }, replace = false) =>
    navigate(`/compare${formatQuery({ a, b, step, all: isAll ? '1' : undefined, ...change })}`, { replace });
  const swap = () => navigate(`/compare${formatQuery({ a: b, b: a, all: isAll ? '1' : undefined })}`);

  useEffect(() => {
    document.title = 'Compare · Tracewright';
  }, []);
  useEffect(() =>
    onPageKeys(
      {
        s: { says: 'swap the two traces', run: swap },
        a: { says: 'all steps or only those that differ', run: () => go({ all: isAll ? undefined : '1' }) },
        Escape: { says: 'close the step', run: () => go({ step: undefined }) },
      },
      'Compare',
    ),
  );

  if (!comparison) {
    if (!failure) return <p class={style.waiting}>Reading the traces …</p>;
    const isMissing = failure.code === 'RESOURCE_DOES_NOT_EXIST';
    return (
      <MessagePage title={isMissing ? 'One of the traces is not there' : 'The traces cannot be compared'}>
        {failure.message}. <Link href="/traces">Go to the traces</Link>
      </MessagePage>
    );
  }
  const [idA = '', idB = ''] = (step ?? '').split('.');
  return (
    <div class={style.page}>
      <h1 class="visually-hidden">Two traces compared</h1>
      <CompareHeader comparison={comparison} onSwap={swap} />
      <div class={style.body}>
        <div class={style.left}>
          <DeltaTable comparison={comparison} />
          <StepTable
            comparison={comparison}
            isAll={isAll}
            selected={step}
            onAll={(wanted) => go({ all: wanted ? '1' : undefined })}
            onSelect={(id) => go({ step: id }, true)}
          />
        </div>
        {step !== undefined && (
          <StepDiff
            key={step}
            a={{ traceId: a, spanId: idA }}
            b={{ traceId: b, spanId: idB }}
            onClose={() => go({ step: undefined })}
          />
        )}
      </div>
    </div>
  );
}
