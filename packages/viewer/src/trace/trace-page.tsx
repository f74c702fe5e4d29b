import type { Feedback } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { MessagePage } from '../shell/message-page.tsx';
import { neighboursOf } from '../traces/trace-list.ts';
import { onPageKeys } from '../ui/page-keys.ts';
import { useMedia } from '../ui/use-media.ts';
import { DetailPane } from './detail/detail-pane.tsx';
import { SplitPane } from './split-pane.tsx';
import { TimeStrip } from './time-strip.tsx';
import { TraceHeader } from './trace-header.tsx';
import style from './trace-page.module.css';
import { TraceView } from './trace-view.ts';
import { useTrace } from './use-trace.ts';
import { Waterfall } from './waterfall/waterfall.tsx';

/** `/traces/:id?span=&tab=&cp=&zoom=&fold=` */
export function TracePage({ traceId }: { readonly traceId: string }): VNode {
  const [, navigate] = useLocation();
  const view = useMemo(() => new TraceView(traceId, location.search), [traceId]);
  const { detail, failure } = useTrace(view);
  const isNarrow = useMedia('(max-width: 860px)');
  const name = detail.value?.name;

  useEffect(() => view.followUrl(), [view]);
  useEffect(() => {
    document.title = `${name ?? 'Trace'} · Tracewright`;
  }, [name]);
  useEffect(() => {
    const goTo = async (which: 'newer' | 'older') => {
      const neighbour = (await neighboursOf(traceId).catch(() => undefined))?.[which];
      if (neighbour) navigate(`/traces/${neighbour}`);
    };
    return onPageKeys({
      '[': () => goTo('newer'),
      ']': () => goTo('older'),
      z: () => view.zoomToSelected(),
      Escape: () => {
        view.zoom.value = undefined;
      },
      c: () => {
        view.showsCriticalPath.value = !view.showsCriticalPath.value;
      },
    });
  }, [view, traceId, navigate]);

  const model = view.model.value;
  if (!model || !detail.value) {
    return failure.value ? <Failure code={failure.value.code} message={failure.value.message} /> : <Loading />;
  }
  const trace = detail.value;
  const feedback = {
    feedback: trace.feedback,
    onFeedback: (given: readonly Feedback[]) => {
      detail.value = { ...(detail.peek() ?? trace), feedback: given };
    },
  };
  const waterfall = <Waterfall view={view} model={model} />;
  const isDetailShown = !isNarrow || view.selectedId.value !== undefined;
  return (
    <div class={style.page}>
      <TraceHeader trace={trace} model={model} />
      <TimeStrip model={model} />
      {isNarrow ? (
        <div class={style.stack}>
          {waterfall}
          {isDetailShown && (
            <div class={style.sheet}>
              <DetailPane
                view={view}
                model={model}
                {...feedback}
                onClose={() => {
                  view.selectedId.value = undefined;
                }}
              />
            </div>
          )}
        </div>
      ) : (
        <SplitPane left={waterfall} right={<DetailPane view={view} model={model} {...feedback} />} />
      )}
    </div>
  );
}

function Loading(): VNode {
  return (
    <div class={style.loading} role="status">
      <span class={style.shine} />
      <span class={style.shine} />
      <span class={style.shine} />
      <span class="visually-hidden">Loading the trace</span>
    </div>
  );
}

function Failure({ code, message }: { readonly code: string; readonly message: string }): VNode {
  if (code === 'RESOURCE_DOES_NOT_EXIST') {
    return (
      <MessagePage title="No such trace">
        <p>It may have been deleted, or its spans have not arrived yet; this page keeps looking.</p>
        <p>
          <Link href="/traces">All traces</Link>
        </p>
      </MessagePage>
    );
  }
  return (
    <MessagePage title="The trace cannot be shown">
      <p>{message}</p>
      <p>
        <Link href="/traces">All traces</Link>
      </p>
    </MessagePage>
  );
}
