import { type Feedback, GEN_AI, type SpanDetail, type TraceDetail } from '@tracewright/schema';
import type { VNode } from 'preact';
import { formatDuration } from '../../format/duration.ts';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { KindBadge, kindLabel } from '../../ui/kind.tsx';
import { StatusMark } from '../../ui/status.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import type { DockSide } from '../dock.ts';
import { FeedbackBox } from '../feedback/feedback-box.tsx';
import { type TraceModel, WHOLE_TRACE } from '../model/trace-model.ts';
import type { TraceView } from '../trace-view.ts';
import { DETAIL_TABS, type DetailTab } from '../view-url.ts';
import { rowData } from '../waterfall/row-data.ts';
import { AttributesTab } from './attributes-tab.tsx';
import { ContentTab } from './content-tab.tsx';
import { CopyMenu } from './copy/copy-menu.tsx';
import style from './detail-pane.module.css';
import { DockButtons } from './dock-buttons.tsx';
import { EventsTab } from './events-tab.tsx';
import { RawTab } from './raw-tab.tsx';
import { SpanFacts } from './span-facts.tsx';
import { SpanLinks } from './span-links.tsx';
import { useSpanDetail } from './use-span-detail.ts';

const LABELS: Readonly<Record<DetailTab, string>> = {
  content: 'Content',
  attributes: 'Attributes',
  events: 'Events',
  raw: 'Raw',
};

export interface DetailPaneProps {
  readonly view: TraceView;
  readonly model: TraceModel;
  readonly trace: TraceDetail;
  /** Of the trace and its spans. */
  readonly feedback: readonly Feedback[];
  readonly onFeedback: (feedback: readonly Feedback[]) => void;
  /** Where it is docked; absent where it lies over the page. */
  readonly side?: DockSide;
  /** Of one that lies over the page. */
  readonly onClose?: () => void;
}

/** Everything about the selected span. What the skeleton knows is there at once, the rest when it has come. */
export function DetailPane({ view, model, trace, feedback, onFeedback, side, onClose }: DetailPaneProps): VNode {
  const span = view.selected.value ?? 0;
  const data = rowData(model, span);
  const spanId = span === WHOLE_TRACE ? undefined : data.id;
  const { detail, failure } = useSpanDetail(view.spans, spanId, model);
  const status = detail?.status ?? (data.isError ? 'error' : data.isRunning ? 'running' : 'ok');
  return (
    <section class={classNames(style.pane, side === 'bottom' && style.below)} aria-label="Details of the selected span">
      <header class={style.header}>
        <KindBadge kind={data.kind} />
        <h2 class={style.name} title={data.name}>
          {data.name || '(no name)'}
        </h2>
        <StatusMark status={status} />
        <span class={style.duration}>{data.isRunning ? '' : formatDuration(data.endUs - data.startUs)}</span>
        {detail && isInChat(detail) && view.name.value !== 'chat' && (
          <IconButton icon="prompt" label="Show in the chat" onClick={() => view.showSelected('chat')} />
        )}
        {detail && <CopyMenu detail={detail} />}
        {side !== undefined && <DockButtons side={side} />}
        {onClose && <IconButton icon="close" label="Close the details" class={style.close} onClick={onClose} />}
      </header>
      <div class={style.scroll}>
        <div class={style.about}>
          <p class={style.subtitle}>
            {[spanId === undefined ? 'Several roots' : kindLabel(data.kind), detail?.provider, data.model]
              .filter(Boolean)
              .join(' · ')}
          </p>
          {detail?.statusMessage && <p class={style.problem}>{detail.statusMessage}</p>}
          {detail && <SpanLinks trace={trace} detail={detail} />}
          <SpanFacts model={model} span={span} detail={detail} />
        </div>
        {spanId === undefined ? (
          <p class={style.note}>
            This trace has several roots. The rows below stand for them; select one for its content.
          </p>
        ) : (
          <div>
            <Tabs
              tabs={DETAIL_TABS.map((id) => ({ id, label: LABELS[id], count: detail && countOf(detail, id) }))}
              selected={view.tab.value}
              label="Details"
              onSelect={(tab) => {
                view.tab.value = tab;
              }}
            >
              {failure !== undefined && (
                <p class={style.problem} role="alert">
                  {failure}
                </p>
              )}
              {/* Keyed by span, so that what was unfolded in one is not in the next. */}
              {detail && <TabContent key={detail.spanId} tab={view.tab.value} detail={detail} />}
              {!detail && failure === undefined && <Skeleton />}
            </Tabs>
          </div>
        )}
      </div>
      <FeedbackBox key={spanId} traceId={view.traceId} spanId={spanId} given={feedback} onChange={onFeedback} />
    </section>
  );
}

/** Whether the conversation has a place of it: what a model answered, or a tool that one asked for. */
function isInChat({ kind, attributes }: SpanDetail): boolean {
  return kind === 'llm' || typeof attributes[GEN_AI.toolCallId] === 'string';
}

function TabContent({ tab, detail }: { readonly tab: DetailTab; readonly detail: SpanDetail }): VNode {
  switch (tab) {
    case 'content':
      return <ContentTab detail={detail} />;
    case 'attributes':
      return <AttributesTab detail={detail} />;
    case 'events':
      return <EventsTab detail={detail} />;
    case 'raw':
      return <RawTab detail={detail} />;
  }
}

function countOf(detail: SpanDetail, tab: DetailTab): number | undefined {
  if (tab === 'attributes') return Object.keys(detail.attributes).length;
  return tab === 'events' ? detail.events.length + detail.links.length : undefined;
}

function Skeleton(): VNode {
  return (
    <div class={style.skeleton} role="status">
      <span class="visually-hidden">Loading the span</span>
    </div>
  );
}
