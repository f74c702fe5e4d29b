import type { Feedback } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { isFromNow } from '../api/asked.ts';
import { who } from '../api/session.ts';
import { useAsked } from '../api/use-answer.ts';
import { formatCount } from '../format/number.ts';
import { FilterBox } from '../traces/filter-box/filter-box.tsx';
import { RangeMenu } from '../traces/toolbar/range-menu.tsx';
import { PageBar } from '../ui/page-bar.tsx';
import { Segments } from '../ui/segments.tsx';
import { formatQuery } from '../url/query.ts';
import { useQuery } from '../url/use-query.ts';
import { agreements } from './agreement.ts';
import { AgreementList } from './agreement-list.tsx';
import { QueueList } from './queue-list.tsx';
import { type Review, reviewChanges, reviewOf } from './review.ts';
import { ReviewForm } from './review-form.tsx';
import { ReviewedTrace } from './reviewed-trace.tsx';
import { storedReviewer, storeReviewer } from './reviewer.ts';
import { getQueue, saveCorrection, saveReview } from './reviews-api.ts';
import style from './reviews-page.module.css';

/** `/reviews?q=&from=&to=&show=&trace=`: traces of a filter, one after the other, to say how good they are. */
export function ReviewsPage(): VNode {
  const [, navigate] = useLocation();
  const { q, from, to, show, trace: opened } = useQuery();
  const [named, setNamed] = useState(storedReviewer);
  // Who has signed in need not say it again.
  const reviewer = named ?? (who.value?.me?.userId ? who.value.me.subject : '');
  const [saved, setSaved] = useState<ReadonlyMap<string, readonly Feedback[]>>(new Map());
  const [skipped, setSkipped] = useState<ReadonlySet<string>>(new Set());
  const [state, setState] = useState<{
    readonly isSaving: boolean;
    readonly failure?: string;
    readonly traceId?: string;
  }>({ isSaving: false });
  const [answer, setAnswer] = useState<{ readonly traceId: string; readonly text: string | undefined }>();
  const filter = { filter: q, from, to };
  const asked = useAsked(formatQuery({ q, from, to }), (abort) => getQueue(filter, abort), undefined);
  const queue = asked.value;
  useEffect(() => {
    document.title = 'Reviews · Tracewright';
  }, []);

  const feedback = useMemo(() => {
    const given = Map.groupBy(queue?.feedback ?? [], ({ traceId }) => traceId);
    for (const [traceId, items] of saved) given.set(traceId, [...items]);
    return given;
  }, [queue, saved]);
  const isDone = (traceId: string) => {
    const { thumbs, score, category } = reviewOf(feedback.get(traceId) ?? [], reviewer);
    return thumbs !== undefined || score !== undefined || category !== undefined;
  };
  const traces = queue?.traces ?? [];
  const done = traces.filter(({ traceId }) => isDone(traceId)).length;
  const shown = show === 'all' ? traces : traces.filter(({ traceId }) => traceId === opened || !isDone(traceId));
  const current = shown.find(({ traceId }) => traceId === opened) ?? shown.find(({ traceId }) => !skipped.has(traceId));
  const categories = useMemo(() => usedCategories([...feedback.values()].flat()), [feedback]);
  const agreed = useMemo(() => agreements([...feedback.values()].flat()), [feedback]);
  const change = (wanted: Readonly<Record<string, string | undefined>>) =>
    navigate(`/reviews${formatQuery({ q, from, to, show, trace: opened, ...wanted })}`, { replace: true });
  const goOn = (traceId: string) => {
    const at = shown.findIndex((each) => each.traceId === traceId);
    const next = shown.slice(at + 1).find((each) => !isDone(each.traceId) && !skipped.has(each.traceId));
    change({ trace: next?.traceId });
  };
  const save = async (traceId: string, review: Review, correction: string | undefined) => {
    if (state.isSaving) return;
    setState({ isSaving: true });
    try {
      const changes = reviewChanges(feedback.get(traceId) ?? [], reviewer, review);
      if (correction !== undefined) await saveCorrection(traceId, reviewer, correction);
      const items = await saveReview(traceId, reviewer, changes);
      setSaved((before) => new Map(before).set(traceId, items));
      setState({ isSaving: false });
      goOn(traceId);
    } catch (error) {
      setState({ isSaving: false, failure: error instanceof Error ? error.message : String(error), traceId });
    }
  };

  return (
    <div class={style.page}>
      <PageBar
        title="Reviews"
        failure={asked.failure?.message.startsWith('filter: ') ? undefined : asked.failure?.message}
      >
        <FilterBox applied={q ?? ''} onApply={(wanted) => change({ q: wanted, trace: undefined })} />
        <RangeMenu range={{ from, to }} onChange={(range) => change({ ...range, trace: undefined })} />
        <Segments
          label="Traces"
          value={show}
          options={[
            { value: undefined, label: 'To review' },
            { value: 'all', label: 'All' },
          ]}
          onChange={(wanted) => change({ show: wanted })}
        />
        <label class={style.reviewer}>
          You are
          <input
            type="text"
            maxLength={250}
            placeholder="your name"
            value={reviewer}
            onInput={(event) => {
              const name = event.currentTarget.value.trim();
              setNamed(name);
              storeReviewer(name);
            }}
          />
        </label>
      </PageBar>
      <div class={style.counts}>
        <span role="status">
          {queue && (
            <>
              {formatCount(done)} of {formatCount(traces.length)} reviewed by you
              {queue.total > traces.length && (
                <span title={isFromNow(filter) ? undefined : 'An earlier range shows older ones.'}>
                  , the newest of {queue.totalIsEstimate ? 'about ' : ''}
                  {formatCount(queue.total)} traces
                </span>
              )}
            </>
          )}
        </span>
        <AgreementList agreements={agreed} />
      </div>
      <div class={style.body}>
        <QueueList traces={shown} current={current?.traceId} isDone={isDone} onOpen={(trace) => change({ trace })} />
        {current ? (
          <>
            <div class={style.trace} key={current.traceId} tabIndex={0} role="region" aria-label="What is reviewed">
              <ReviewedTrace
                trace={current}
                others={(feedback.get(current.traceId) ?? []).filter(({ source }) => source.id !== reviewer)}
                onAnswer={(text) => setAnswer({ traceId: current.traceId, text })}
              />
            </div>
            <aside class={style.form} aria-label="Your review">
              {reviewer === '' ? (
                <p class={style.note}>Say who you are, above: reviews are told apart by name.</p>
              ) : (
                <ReviewForm
                  key={`${current.traceId} ${reviewer}`}
                  review={reviewOf(feedback.get(current.traceId) ?? [], reviewer)}
                  categories={categories}
                  // The one before is shown no more, and the next has not come.
                  answer={answer?.traceId === current.traceId ? answer.text : undefined}
                  isSaving={state.isSaving}
                  failure={state.traceId === current.traceId ? state.failure : undefined}
                  onSave={(review, correction) => save(current.traceId, review, correction)}
                  onSkip={() => {
                    setSkipped((before) => new Set(before).add(current.traceId));
                    goOn(current.traceId);
                  }}
                />
              )}
            </aside>
          </>
        ) : (
          <p class={style.note}>{emptyText(queue !== undefined, traces.length, shown.length)}</p>
        )}
      </div>
    </div>
  );
}

function emptyText(isLoaded: boolean, traces: number, shown: number): string {
  if (!isLoaded) return 'Loading …';
  if (traces === 0) return 'No trace matches: there is nothing to review.';
  return shown === 0
    ? 'You have reviewed all of them.'
    : 'You have been through all of them; skipped ones are still in the list.';
}

/** The most used first. */
function usedCategories(given: readonly Feedback[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { name, value } of given) {
    if (name === 'category') counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([category]) => category);
}
