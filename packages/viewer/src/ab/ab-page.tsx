import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { useAsked } from '../api/use-answer.ts';
import { formatCount } from '../format/number.ts';
import { FilterBox } from '../traces/filter-box/filter-box.tsx';
import { RangeMenu } from '../traces/toolbar/range-menu.tsx';
import { Choice } from '../ui/choice.tsx';
import { PageBar } from '../ui/page-bar.tsx';
import { SnippetCard } from '../ui/snippet-card.tsx';
import { formatQuery } from '../url/query.ts';
import { useQuery } from '../url/use-query.ts';
import { findTests, MAX_TRACES, variantFilter, variantTraces } from './ab-api.ts';
import { type AbUnit, abRows, abUnit } from './ab-measures.ts';
import style from './ab-page.module.css';
import { AbTable } from './ab-table.tsx';

const SNIPPET = `import { withVariant } from '@tracewright/autolog';

const variant = userNumber % 2 === 0 ? 'short' : 'long'; // how requests are divided is your choice
await withVariant('answer prompt', variant, () => answer(question));`;

const UNITS: Readonly<Record<AbUnit, string>> = {
  user: 'Each user counts once, by the mean of his traces: requests of one user are no evidence for each other.',
  session: 'Each session counts once, by the mean of its traces. With user ids on the traces users would be counted.',
  trace:
    'Each trace counts as independent of the others. If users come again, put user ids on the traces: intervals of what one user did many times are too narrow.',
};

/** `/ab?test=&vs=&q=&from=&to=`: variants of a test side by side, and whether they differ. */
export function AbPage(): VNode {
  const [, navigate] = useLocation();
  const { test: wanted, vs, q, from, to } = useQuery();
  const filter = { filter: q, from, to };
  const asked = formatQuery({ q, from, to });
  const testsAnswer = useAsked(`tests ${asked}`, (abort) => findTests(filter, abort));
  const tests = testsAnswer.value;
  const test = wanted !== undefined && tests?.has(wanted) ? wanted : [...(tests?.keys() ?? [])][0];
  const variants = (test !== undefined && tests?.get(test)) || [];
  const question = test === undefined ? undefined : `${test} ${variants.join('\n')} ${asked}`;
  const answer = useAsked(question, (abort) => variantTraces(test ?? '', variants, filter, abort));
  const traces = answer.isCurrent ? answer.value : undefined;
  const reference = vs !== undefined && variants.includes(vs) ? vs : (variants[0] ?? '');
  const unit = useMemo(() => traces && abUnit([...traces.values()].flat()), [traces]);
  const rows = useMemo(() => traces && unit && abRows(traces, reference, unit), [traces, reference, unit]);
  useEffect(() => {
    document.title = 'A/B tests · Tracewright';
  }, []);
  const change = (changed: Readonly<Record<string, string | undefined>>) =>
    navigate(`/ab${formatQuery({ test: wanted, vs, q, from, to, ...changed })}`, { replace: true });
  const failure = testsAnswer.failure ?? answer.failure;
  const isCut = traces !== undefined && [...traces.values()].some(({ length }) => length === MAX_TRACES);
  return (
    <div class={style.page}>
      <PageBar title="A/B tests" failure={failure?.message.startsWith('filter: ') ? undefined : failure?.message}>
        <FilterBox applied={q ?? ''} onApply={(text) => change({ q: text })} />
        <RangeMenu range={{ from, to }} onChange={(range) => change({ ...range })} />
        {test !== undefined && tests !== undefined && (
          <Choice
            label="Test"
            value={test}
            options={[...tests.keys()].map((name) => [name, name])}
            onChange={(name) => change({ test: name, vs: undefined })}
          />
        )}
        {variants.length > 1 && (
          <Choice
            label="against"
            value={reference}
            options={variants.map((name) => [name, name])}
            onChange={(name) => change({ vs: name })}
          />
        )}
      </PageBar>
      <div class={style.body} tabIndex={0} role="region" aria-label="Variants">
        {tests?.size === 0 && (
          <div class={style.start}>
            <p>No trace of these says that it is part of a test. An app says so around each request:</p>
            <SnippetCard legend="Language" snippets={[{ title: 'TypeScript', code: SNIPPET }]} />
          </div>
        )}
        {test !== undefined && !rows && !failure && <p class={style.note}>Comparing …</p>}
        {rows?.length === 0 && <p class={style.note}>None of its traces was found.</p>}
        {rows && rows.length > 0 && unit && (
          <>
            <AbTable
              {...{ rows, variants, reference }}
              hrefOf={(variant) => `/traces${formatQuery({ q: variantFilter(test ?? '', variant, q), from, to })}`}
            />
            <p class={style.note}>
              {UNITS[unit]} Differences are of means, with 95 % intervals (Welch), and all of them are corrected for
              being many (Holm): what cannot be told from chance may be nothing, or need more traffic.
              {isCut && ` Of each variant the newest ${formatCount(MAX_TRACES)} traces are compared.`}
            </p>
          </>
        )}
      </div>
    </div>
  );
}
