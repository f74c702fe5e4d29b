import type { Feedback, TraceDetail } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { MessagePage } from '../shell/message-page.tsx';
import { lazyComponent } from '../ui/lazy-component.tsx';
import { useAfterPaint } from '../ui/use-after-paint.ts';
import { useMedia } from '../ui/use-media.ts';
import { closeDetailSheet, NARROW, useDetailSheet } from './detail-sheet.ts';
import { dock } from './dock.ts';
import { LoadingTrace } from './loading-trace.tsx';
import { spanOfId, type TraceModel } from './model/trace-model.ts';
import { SplitPane } from './split-pane.tsx';
import { TimeStrip } from './time-strip.tsx';
import { TraceTools } from './tools/trace-tools.tsx';
import { TraceHeader } from './trace-header.tsx';
import style from './trace-page.module.css';
import { TraceView } from './trace-view.ts';
import { useAttempts } from './use-attempts.ts';
import { useTrace } from './use-trace.ts';
import { useTraceKeys } from './use-trace-keys.ts';
import { Waterfall } from './waterfall/waterfall.tsx';

const DetailPane = lazyComponent(() => import('./detail/detail-pane.tsx').then((module) => module.DetailPane));
const Minimap = lazyComponent(() => import('./minimap/minimap.tsx').then((module) => module.Minimap));
const FlameGraph = lazyComponent(() => import('./flame/flame-graph.tsx').then((module) => module.FlameGraph));
const Conversation = lazyComponent(() =>
  import('./conversation/conversation.tsx').then((module) => module.Conversation),
);
const StepsView = lazyComponent(() => import('./steps/steps-view.tsx').then((module) => module.StepsView));
const WhatIfPanel = lazyComponent(() => import('./what-if/what-if-panel.tsx').then((module) => module.WhatIfPanel));

/** `/traces/:id?span=&tab=&view=&q=&kinds=&only=&color=&cp=&zoom=&idle=&fold=&runs=&if=` */
export function TracePage({ traceId }: { readonly traceId: string }): VNode {
  const view = useMemo(() => new TraceView(traceId, location.search), [traceId]);
  const { detail, failure } = useTrace(view);
  const name = detail.value?.name;

  useEffect(() => view.followUrl(), [view]);
  useEffect(() => {
    document.title = `${name ?? 'Trace'} · Tracewright`;
  }, [name]);
  useTraceKeys(view);

  const model = view.model.value;
  if (!model || !detail.value) {
    return failure.value ? <Failure code={failure.value.code} message={failure.value.message} /> : <LoadingTrace />;
  }
  const trace = detail.value;
  const onFeedback = (feedback: readonly Feedback[]) => {
    detail.value = { ...(detail.peek() ?? trace), feedback };
  };
  const isGone = failure.value?.code === 'RESOURCE_DOES_NOT_EXIST';
  return <LoadedTrace {...{ view, model, trace, isGone, onFeedback }} />;
}

interface LoadedTraceProps {
  readonly view: TraceView;
  readonly model: TraceModel;
  readonly trace: TraceDetail;
  /** It was deleted while it was looked at. */
  readonly isGone: boolean;
  readonly onFeedback: (feedback: readonly Feedback[]) => void;
}

function LoadedTrace({ view, model, trace, isGone, onFeedback }: LoadedTraceProps): VNode {
  const isNarrow = useMedia(NARROW);
  const isSheetOpen = useDetailSheet(view, isNarrow);
  const attempts = useAttempts(view).value;
  // The rows are what one waits for.
  const isPainted = useAfterPaint();
  const side = dock.value;
  const isTimed = view.name.value === 'waterfall' || view.name.value === 'flame';
  const body = <Body view={view} model={model} trace={trace} attempts={attempts} />;
  const details = (
    <div class={style.details}>
      {isPainted && (
        <DetailPane
          {...{ view, model, trace, onFeedback }}
          feedback={trace.feedback}
          {...(isNarrow ? { onClose: () => closeDetailSheet(view) } : side && { side })}
        />
      )}
    </div>
  );
  return (
    <div class={style.page}>
      {isGone && (
        <p class={style.gone} role="status">
          This trace has been deleted. What had come of it stays on this page until you leave it.
        </p>
      )}
      <TraceHeader trace={trace} model={model} />
      <TimeStrip model={model} />
      {view.whatIf.value && <WhatIfPanel view={view} model={model} attempts={attempts} />}
      <TraceTools view={view} model={model} />
      {isTimed && (
        <div class={style.minimap}>
          <Minimap view={view} model={model} />
        </div>
      )}
      {isNarrow ? (
        <div class={style.stack}>
          {body}
          {isSheetOpen && <div class={style.sheet}>{details}</div>}
        </div>
      ) : side === undefined ? (
        <div class={style.stack}>{body}</div>
      ) : (
        <SplitPane key={side} side={side} first={body} second={details} />
      )}
    </div>
  );
}

type BodyProps = Pick<LoadedTraceProps, 'view' | 'model' | 'trace'> & Pick<Parameters<typeof Waterfall>[0], 'attempts'>;

function Body({ view, model, trace, attempts }: BodyProps): VNode {
  switch (view.name.value) {
    case 'chat':
      return (
        <Conversation
          {...{ trace, model }}
          spans={view.spans}
          selectedId={view.selectedId.value}
          onSelectSpan={(id) => openInTree(view, id)}
        />
      );
    case 'flame':
      return <FlameGraph view={view} model={model} />;
    case 'agg':
      return <StepsView view={view} model={model} />;
    default:
      return <Waterfall view={view} model={model} attempts={attempts} />;
  }
}

/** Shows a span where the tree has it; back leads to the view before. */
function openInTree(view: TraceView, spanId: string): void {
  view.show('waterfall');
  const model = view.model.peek();
  const span = model && spanOfId(model, spanId);
  if (span !== undefined) view.select(span);
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
