import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { SpanCache } from '../api/span-cache.ts';
import { UrlMirror } from '../url/mirror.ts';
import type { Colouring } from './colouring/span-colours.ts';
import { type Folding, isFolded, setFolded } from './model/folding.ts';
import { type RowFilter, shownPositions } from './model/row-filter.ts';
import { errorPositions, matchingPositions, nextPosition } from './model/search.ts';
import { type TimeRange, type TimeScale, timeScale } from './model/time-scale.ts';
import { idOfSpan, spanOfId, type TraceModel, WHOLE_TRACE } from './model/trace-model.ts';
import { closedRunAt, type RowChoice, rowOfPosition, visibleRows } from './model/visible-rows.ts';
import { type DetailTab, formatView, parseView, type TraceViewName, type ViewState } from './view-url.ts';
import { rowData } from './waterfall/row-data.ts';
import type { Choice } from './what-if/choices.ts';

/** State of one open trace page. The URL follows it. */
export class TraceView {
  readonly traceId: string;
  readonly spans: SpanCache;
  /** The trace as far as it is known; a running one is replaced as it grows. */
  readonly model: Signal<TraceModel | undefined> = signal(undefined);
  /** As chosen; undefined: nothing yet. */
  readonly selectedId: Signal<string | undefined>;
  readonly tab: Signal<DetailTab>;
  readonly name: Signal<TraceViewName>;
  readonly search: Signal<string>;
  /** Spans whose content holds what is looked for, as far as the collector has told. */
  readonly contentMatches: Signal<ReadonlySet<number>> = signal(new Set());
  readonly filter: Signal<RowFilter>;
  readonly colouring: Signal<Colouring>;
  readonly showsCriticalPath: Signal<boolean>;
  /** Undefined: the bars show the whole trace. */
  readonly zoom: Signal<TimeRange | undefined>;
  readonly cutsPauses: Signal<boolean>;
  readonly folding: Signal<Folding>;
  /** Undefined: no runs are put together. */
  readonly openRuns: Signal<ReadonlySet<string> | undefined>;
  readonly whatIf: Signal<readonly Choice[] | undefined>;
  readonly rows: ReadonlySignal<Int32Array>;
  /** The span shown in the detail pane: the chosen one, else the first. */
  readonly selected: ReadonlySignal<number | undefined>;
  readonly matches: ReadonlySignal<Int32Array>;
  readonly errors: ReadonlySignal<Int32Array>;
  readonly scale: ReadonlySignal<TimeScale>;
  readonly rowChoice: ReadonlySignal<RowChoice>;
  readonly #mirror = new UrlMirror();

  constructor(traceId: string, search: string) {
    const state = parseView(search);
    this.traceId = traceId;
    this.spans = new SpanCache(traceId);
    this.selectedId = signal(state.span);
    this.tab = signal(state.tab);
    this.name = signal(state.view);
    this.search = signal(state.search);
    this.filter = signal(state.filter);
    this.colouring = signal(state.colouring);
    this.showsCriticalPath = signal(state.showsCriticalPath);
    this.zoom = signal(state.zoom);
    this.cutsPauses = signal(state.cutsPauses);
    this.folding = signal(state.folding);
    this.openRuns = signal(state.openRuns);
    this.whatIf = signal(state.whatIf);
    const shown = this.#fromModel((model) => shownPositions(model, this.filter.value), undefined);
    this.rowChoice = computed(() => ({
      folding: this.folding.value,
      openRuns: this.openRuns.value,
      shown: shown.value,
    }));
    this.rows = this.#fromModel((model) => visibleRows(model, this.rowChoice.value), NO_POSITIONS);
    this.selected = this.#fromModel((model) => {
      const id = this.selectedId.value;
      return (id === undefined ? undefined : spanOfId(model, id)) ?? model.order.spans[0];
    }, undefined);
    this.matches = this.#fromModel(
      (model) => matchingPositions(model, this.search.value, this.contentMatches.value),
      NO_POSITIONS,
    );
    this.errors = this.#fromModel(errorPositions, NO_POSITIONS);
    this.scale = computed(() => {
      const model = this.model.value;
      const whole = { fromUs: 0, toUs: Math.max(1, model?.skeleton.durationUs ?? 1) };
      return timeScale(this.zoom.value ?? whole, this.cutsPauses.value ? model?.idle : undefined);
    });
  }

  /** Keeps the URL and this state equal, in both directions. @returns stops it. */
  followUrl(): () => void {
    const path = location.pathname;
    const stop = effect(() => this.#mirror.show(formatView(this.#state())));
    const back = () => {
      if (location.pathname === path) this.#apply(parseView(location.search));
    };
    addEventListener('popstate', back);
    return () => {
      stop();
      removeEventListener('popstate', back);
      this.#mirror.flush();
    };
  }

  /** Goes to another view of the trace, from which back leads here. */
  show(name: TraceViewName): void {
    if (name === this.name.peek()) return;
    this.markPlace();
    this.name.value = name;
  }

  /** Goes to another view, which begins at the span that is looked at. */
  showSelected(name: TraceViewName): void {
    const model = this.model.peek();
    const span = this.selected.peek();
    this.show(name);
    if (model && span !== undefined) this.selectedId.value = idOfSpan(model, span);
  }

  /** Makes this state one that back returns to. */
  markPlace(): void {
    this.#mirror.flush();
    history.pushState(null, '', location.href);
  }

  /** Makes what has just changed a step of its own, which back undoes. @param state For the history's new entry. */
  addPlace(state: object): void {
    history.pushState(state, '', location.href);
    this.#mirror.flush();
  }

  /** Selects a span and, where it is hidden, opens what it is in. */
  select(span: number): void {
    const model = this.model.peek();
    if (!model) return;
    batch(() => {
      this.selectedId.value = idOfSpan(model, span);
      this.reveal(span);
    });
  }

  /** Selects the next error or match behind the selected span, or before it. */
  selectNext(positions: Int32Array, step: 1 | -1 = 1): void {
    const model = this.model.peek();
    if (!model) return;
    const selected = this.selected.peek() ?? 0;
    const from = this.selectedId.peek() === undefined ? -1 : positionOf(model, selected);
    const next = nextPosition(positions, from, step);
    if (next === undefined) return;
    // What is looked for must not stay hidden by another choice.
    if (this.rowChoice.peek().shown?.[next] === 0) this.filter.value = { kinds: new Set(), only: undefined };
    this.select(model.order.spans[next]!);
  }

  /** The row of a span, or of the one that hides it. */
  rowOf(span: number): number {
    const model = this.model.peek();
    return model ? rowOfPosition(this.rows.peek(), positionOf(model, span)) : 0;
  }

  /** The run that a row stands for as a whole, -1 for a span of its own. */
  closedRunAt(position: number): number {
    const model = this.model.peek();
    return model ? closedRunAt(model, position, this.rowChoice.peek()) : -1;
  }

  reveal(span: number): void {
    const model = this.model.peek();
    if (!model || span === WHOLE_TRACE) return;
    const position = positionOf(model, span);
    let folding = this.folding.peek();
    for (let at = model.order.parent[position]!; at !== -1; at = model.order.parent[at]!) {
      const id = idOfSpan(model, model.order.spans[at]!);
      if (isFolded(folding, id)) folding = setFolded(folding, id, false);
    }
    if (folding !== this.folding.peek()) this.folding.value = folding;
    // Runs can lie inside others: each that is opened may show another one that is closed.
    for (let opened = true; opened; ) {
      const at = this.rows.peek()[rowOfPosition(this.rows.peek(), position)] ?? position;
      opened = at !== position && this.closedRunAt(at) !== -1;
      if (opened) this.setRunOpen(at, true);
    }
  }

  /** @param position Of the first span of a run. */
  setRunOpen(position: number, isOpen: boolean): void {
    const model = this.model.peek();
    const open = this.openRuns.peek();
    if (!model || !open) return;
    const next = new Set(open);
    const id = idOfSpan(model, model.order.spans[position]!);
    if (isOpen) next.add(id);
    else next.delete(id);
    this.openRuns.value = next;
  }

  setFolded(span: number, folded: boolean): void {
    const model = this.model.peek();
    if (model) this.folding.value = setFolded(this.folding.peek(), idOfSpan(model, span), folded);
  }

  /** Makes the selected span fill the bars, with a little air; the whole trace where it has no length. */
  zoomToSelected(): void {
    const model = this.model.peek();
    const span = this.selected.peek();
    if (!model || span === undefined) return;
    const { startUs, endUs } = rowData(model, span);
    const air = Math.ceil((endUs - startUs) * 0.02);
    this.zoomTo({ fromUs: startUs - air, toUs: endUs + air });
  }

  /** Shows a part of the time, cut to the trace and to whole µs; all of it where nothing would be left. */
  zoomTo({ fromUs, toUs }: TimeRange): void {
    const durationUs = this.model.peek()?.skeleton.durationUs ?? 0;
    const range = { fromUs: Math.max(0, Math.floor(fromUs)), toUs: Math.min(durationUs, Math.ceil(toUs)) };
    const isWhole = range.fromUs === 0 && range.toUs === durationUs;
    this.zoom.value = isWhole || range.toUs <= range.fromUs ? undefined : range;
  }

  #fromModel<T>(derive: (model: TraceModel) => T, otherwise: T): ReadonlySignal<T> {
    return computed(() => {
      const model = this.model.value;
      return model ? derive(model) : otherwise;
    });
  }

  #state(): ViewState {
    return {
      span: this.selectedId.value,
      tab: this.tab.value,
      view: this.name.value,
      search: this.search.value,
      filter: this.filter.value,
      colouring: this.colouring.value,
      showsCriticalPath: this.showsCriticalPath.value,
      zoom: this.zoom.value,
      cutsPauses: this.cutsPauses.value,
      folding: this.folding.value,
      openRuns: this.openRuns.value,
      whatIf: this.whatIf.value,
    };
  }

  #apply(state: ViewState): void {
    batch(() => {
      this.selectedId.value = state.span;
      this.tab.value = state.tab;
      this.name.value = state.view;
      this.search.value = state.search;
      this.filter.value = state.filter;
      this.colouring.value = state.colouring;
      this.showsCriticalPath.value = state.showsCriticalPath;
      this.zoom.value = state.zoom;
      this.cutsPauses.value = state.cutsPauses;
      this.folding.value = state.folding;
      this.openRuns.value = state.openRuns;
      this.whatIf.value = state.whatIf;
    });
  }
}

const NO_POSITIONS = new Int32Array();

function positionOf(model: TraceModel, span: number): number {
  return span === WHOLE_TRACE ? 0 : model.order.positionOf[span]!;
}
