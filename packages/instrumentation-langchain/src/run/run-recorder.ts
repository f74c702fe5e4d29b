import {
  type Attributes,
  type Context,
  type HrTime,
  type Link,
  context as otelContext,
  SpanKind,
  type Tracer,
} from '@opentelemetry/api';
import {
  type ContentRules,
  contentJson,
  isControlFlow,
  isObject,
  quietly,
  type StreamEnd,
  startStep,
  timeAt,
} from '@tracewright/instrumentation-core';
import { GEN_AI, type StepKind, TRACEWRIGHT } from '@tracewright/schema';
import { textMessage } from '../content/message.ts';
import { isAbort } from './abort.ts';
import { isInterrupt } from './interrupt.ts';
import type { Run } from './run.ts';
import { contextOf, runIn, withRun } from './run-context.ts';
import { isHidden, labelAttributes, NOBODY, whoAttributes } from './run-labels.ts';
import { freeSlotOf } from './run-slot.ts';
import { RunTable } from './run-table.ts';
import { StreamNotes } from './stream-notes.ts';
import { ThreadTraces } from './thread-traces.ts';

/** A run as LangChain announces it. */
export interface RunStart {
  readonly id: string;
  readonly parentId: unknown;
  readonly name: string;
  /** As the app gave it, if it did. */
  readonly runName?: string | undefined;
  readonly kind: StepKind;
  readonly isGraph?: boolean;
  /** Handed over. */
  readonly attributes?: Attributes;
  /** Short texts of the app's, besides its tags and metadata. */
  readonly labels?: Attributes | undefined;
  readonly links?: readonly Link[];
  readonly tags: unknown;
  readonly metadata: unknown;
}

/** Where spans come from and what may stand in them; both can change while the app runs. */
export interface RecorderSettings {
  readonly tracer: Tracer;
  readonly rules: ContentRules;
}

/** Turns runs into steps, and keeps them from start to end. */
export class RunRecorder {
  /** Open runs. */
  readonly runs: RunTable;
  readonly threads: ThreadTraces = new ThreadTraces();
  settings: RecorderSettings;
  /** False: no new run is recorded; open ones still end. */
  isEnabled = false;
  #starting: Run[] | undefined;

  constructor(settings: RecorderSettings, maxRuns?: number) {
    this.settings = settings;
    this.runs = new RunTable((run) => this.#end(run, 'abandoned'), maxRuns);
  }

  /** True where prompts and answers may be shown: what is made only to be shown can be left out otherwise. */
  get capturesContent(): boolean {
    return this.settings.rules.capture;
  }

  /**
   * The open run that one with this parent's id starts in. Calls without a config, inside a function that has one, come
   * without an id: LangChain knows their parent only where its own AsyncLocalStorage is set up.
   */
  parentOf(parentId: unknown, active: Context = otelContext.active()): Run | undefined {
    return this.runs.get(parentId) ?? this.runs.get(runIn(active)?.id);
  }

  start(start: RunStart): Run | undefined {
    if (!this.isEnabled) return undefined;
    const { tracer, rules } = this.settings;
    const { id, kind, name, links } = start;
    const active = otelContext.active();
    const parent = this.parentOf(start.parentId, active);
    const parentContext = parent === undefined ? active : contextOf(parent, active);
    const metadata = isObject(start.metadata) ? (start.metadata as Readonly<Record<string, unknown>>) : {};
    const tags = textsOf(start.tags);
    const isModel = kind === 'llm';
    // A model run carries tokens and is never hidden.
    const isShown = isModel || parent === undefined || !isHidden(tags);
    const who = metadata === parent?.metadata ? parent.who : whoAttributes(metadata);
    const attributes = who === NOBODY ? start.attributes : { ...start.attributes, ...who };
    const step = isShown
      ? startStep(
          tracer,
          {
            name,
            kind,
            otelKind: isModel ? SpanKind.CLIENT : SpanKind.INTERNAL,
            parent: parentContext,
            ...(attributes === undefined ? {} : { attributes }),
            ...(links === undefined ? {} : { links }),
          },
          rules,
        )
      : undefined;
    if (rules.capture && step !== undefined) {
      if (start.labels !== undefined) step.labels(start.labels);
      const labels = labelAttributes(tags, metadata, parent);
      if (labels !== undefined) step.labels(labels);
    }
    const slot = freeSlotOf(active);
    const run: Run = {
      id,
      kind,
      isGraph: start.isGraph ?? false,
      parent,
      step,
      metadata,
      tags,
      who,
      isHeard: false,
      slot,
      modelRun: isModel && step !== undefined ? { step, state: 'open', isShared: false } : undefined,
      stream: isModel ? new StreamNotes(rules.capture) : undefined,
      childErrors: undefined,
      isHandedOn: this.runs.get(start.parentId) !== undefined,
      runName: start.runName,
      showsRunName: false,
      lastGivenMs: undefined,
      context: parentContext,
    };
    run.context = withRun(step?.context ?? parentContext, run, who);
    slot?.runs.push(run);
    this.runs.add(run);
    this.#starting?.push(run);
    return run;
  }

  /** Does work, and tells which runs started in it before it gave something back. */
  startedBy<T>(work: () => T): { readonly result: T; readonly runs: readonly Run[] } {
    const outer = this.#starting;
    const runs: Run[] = [];
    this.#starting = runs;
    try {
      return { result: work(), runs };
    } finally {
      this.#starting = outer;
    }
  }

  /** Sets a content attribute that is a plain text by its convention, not JSON. */
  showText(run: Run | undefined, attribute: string, text: string): void {
    const content = contentJson(attribute, text, this.settings.rules);
    if (content !== undefined) run?.step?.set({ [attribute]: JSON.parse(content.json) as string });
  }

  /** Ends a run once. `last` sets what is known only now. */
  end(id: unknown, last?: (run: Run) => void): void {
    const run = this.runs.take(id);
    if (run === undefined) return;
    if (last !== undefined) quietly('describing a LangChain run', () => last(run));
    this.#end(run, 'complete');
  }

  /** Ends a run that threw. */
  fail(id: unknown, error: unknown, last?: (run: Run) => void): void {
    const run = this.runs.take(id);
    if (run === undefined) return;
    if (last !== undefined) quietly('describing a LangChain run', () => last(run));
    const hasFailed = !isControlFlow(error);
    if (hasFailed) {
      blame(run.parent, error);
      run.step?.fail(error, { exception: !run.childErrors?.has(error) });
    } else if (isInterrupt(error)) {
      for (let at: Run | undefined = run; at !== undefined; at = at.parent) {
        if (at === run || at.isGraph) at.step?.set({ [TRACEWRIGHT.interrupted]: true });
      }
    }
    this.#end(run, hasFailed ? (isAbort(error) ? 'cancelled' : 'error') : 'complete');
  }

  /**
   * Ends a run whose stream was left, and what is still open inside it: LangChain itself says nothing then, and a
   * parallel step leaves the streams of its branches where they are.
   *
   * @param end `abandoned` where nobody said that they left.
   * @param lastMs when something last happened in it, by `performance.now()`; default now.
   */
  leave(run: Run, end: 'cancelled' | 'abandoned', lastMs?: number): void {
    if (this.runs.take(run.id) === undefined) return;
    const time = lastMs === undefined ? undefined : timeAt(lastMs);
    for (const other of this.runs.inside(run)) {
      this.runs.take(other.id);
      this.#end(other, end, time);
    }
    this.#end(run, end, time);
  }

  /**
   * Tracing ends. Runs whose stream has given something, and models that have answered, are over for all that anybody
   * will see: they end as abandoned, with what is open inside them.
   *
   * @param isProcessEnding true leaves other runs open: the process cut them off. False ends them as well.
   */
  settleOpen(isProcessEnding: boolean): void {
    for (const run of this.runs.all()) {
      const isOver = run.lastGivenMs !== undefined || run.modelRun?.state === 'served';
      if (isOver || !isProcessEnding) this.leave(run, 'abandoned', run.lastGivenMs);
    }
  }

  #end(run: Run, end: StreamEnd, time?: HrTime): void {
    const { step, stream } = run;
    const { modelRun } = run;
    if (modelRun?.beforeEnd !== undefined) quietly('ending a provider call', () => modelRun.beforeEnd?.(end));
    // A provider's call that took part has told the stream and its text more exactly.
    if (modelRun?.state === 'served') stream?.ignore();
    // A hidden run hands the error on.
    if (step === undefined) for (const error of run.childErrors ?? []) blame(run.parent, error);
    if (stream !== undefined) step?.set(stream.attributes(end));
    else if (end === 'cancelled' || end === 'abandoned') step?.set({ [TRACEWRIGHT.streamEnd]: end });
    const partial = end === 'complete' ? undefined : stream?.text;
    if (partial) step?.content(GEN_AI.outputMessages, [textMessage('assistant', partial)]);
    step?.end(time);
  }
}

function blame(parent: Run | undefined, error: unknown): void {
  if (parent === undefined) return;
  parent.childErrors ??= new Set();
  parent.childErrors.add(error);
}

/** The texts of a list. It is the same list where it has nothing else, as nearly always. */
function textsOf(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return [];
  const isText = (item: unknown): item is string => typeof item === 'string';
  return list.every(isText) ? list : list.filter(isText);
}
