import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { SpanCache } from '../api/span-cache.ts';
import { UrlMirror } from '../url/mirror.ts';
import { type SectionIndex, sectionIndex } from './model/critical-sections.ts';
import { type Folding, isFolded, rowOfPosition, setFolded, visiblePositions } from './model/folding.ts';
import type { TimeRange } from './model/time-scale.ts';
import { idOfSpan, spanOfId, type TraceModel, WHOLE_TRACE } from './model/trace-model.ts';
import { type DetailTab, formatView, parseView } from './view-url.ts';
import { rowData } from './waterfall/row-data.ts';

/** State of one open trace page. The URL follows it. */
export class TraceView {
  readonly traceId: string;
  readonly spans: SpanCache;
  /** The trace as far as it is known; a running one is replaced as it grows. */
  readonly model: Signal<TraceModel | undefined> = signal(undefined);
  /** As chosen; undefined: nothing yet. */
  readonly selectedId: Signal<string | undefined>;
  readonly tab: Signal<DetailTab>;
  readonly showsCriticalPath: Signal<boolean>;
  /** Undefined: the bars show the whole trace. */
  readonly zoom: Signal<TimeRange | undefined>;
  readonly folding: Signal<Folding>;
  readonly rows: ReadonlySignal<Int32Array>;
  /** The span shown in the detail pane: the chosen one, else the first. */
  readonly selected: ReadonlySignal<number | undefined>;
  readonly sections: ReadonlySignal<SectionIndex | undefined>;
  readonly #mirror = new UrlMirror();

  constructor(traceId: string, search: string) {
    const state = parseView(search);
    this.traceId = traceId;
    this.spans = new SpanCache(traceId);
    this.selectedId = signal(state.span);
    this.tab = signal(state.tab);
    this.showsCriticalPath = signal(state.showsCriticalPath);
    this.zoom = signal(state.zoom);
    this.folding = signal(state.folding);
    this.rows = computed(() => {
      const model = this.model.value;
      if (!model) return new Int32Array();
      return visiblePositions(model.order, this.folding.value, (position) =>
        idOfSpan(model, model.order.spans[position]!),
      );
    });
    this.selected = computed(() => {
      const model = this.model.value;
      if (!model) return undefined;
      const id = this.selectedId.value;
      return (id === undefined ? undefined : spanOfId(model, id)) ?? model.order.spans[0];
    });
    this.sections = computed(() => {
      const model = this.model.value;
      return model && sectionIndex(model.path, model.columns.count);
    });
  }

  /** Keeps the URL and this state equal, in both directions. @returns stops it. */
  followUrl(): () => void {
    const stop = effect(() =>
      this.#mirror.show(
        formatView({
          span: this.selectedId.value,
          tab: this.tab.value,
          showsCriticalPath: this.showsCriticalPath.value,
          zoom: this.zoom.value,
          folding: this.folding.value,
        }),
      ),
    );
    return () => {
      stop();
      this.#mirror.flush();
    };
  }

  /** Selects a span and, where it is hidden, opens what it is in. */
  select(span: number): void {
    const model = this.model.peek();
    if (!model) return;
    this.selectedId.value = idOfSpan(model, span);
    this.reveal(span);
  }

  /** The row of a span, or of the folded one that hides it. */
  rowOf(span: number): number {
    const model = this.model.peek();
    if (!model) return 0;
    return rowOfPosition(this.rows.peek(), span === WHOLE_TRACE ? 0 : model.order.positionOf[span]!);
  }

  reveal(span: number): void {
    const model = this.model.peek();
    if (!model || span === WHOLE_TRACE) return;
    let folding = this.folding.peek();
    for (let at = model.order.parent[model.order.positionOf[span]!]!; at !== -1; at = model.order.parent[at]!) {
      const id = idOfSpan(model, model.order.spans[at]!);
      if (isFolded(folding, id)) folding = setFolded(folding, id, false);
    }
    if (folding !== this.folding.peek()) this.folding.value = folding;
  }

  /** Makes the selected span fill the bars, with a little air; the whole trace where it has no length. */
  zoomToSelected(): void {
    const model = this.model.peek();
    const span = this.selected.peek();
    if (!model || span === undefined) return;
    const { startUs, endUs } = rowData(model, span);
    const air = Math.ceil((endUs - startUs) * 0.02);
    const range = { fromUs: Math.max(0, startUs - air), toUs: Math.min(model.skeleton.durationUs, endUs + air) };
    const isWhole = range.fromUs === 0 && range.toUs === model.skeleton.durationUs;
    this.zoom.value = isWhole || range.toUs <= range.fromUs ? undefined : range;
  }

  setFolded(span: number, folded: boolean): void {
    const model = this.model.peek();
    if (model) this.folding.value = setFolded(this.folding.peek(), idOfSpan(model, span), folded);
  }
}
