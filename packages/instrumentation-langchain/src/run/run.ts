import type { Attributes, Context } from '@opentelemetry/api';
import type { ModelRun, Step } from '@tracewright/instrumentation-core';
import type { StepKind } from '@tracewright/schema';
import type { RunSlot } from './run-slot.ts';
import type { StreamNotes } from './stream-notes.ts';

/** One LangChain run while it is open. */
export interface Run {
  /** LangChain's own id, a UUID. */
  readonly id: string;
  readonly kind: StepKind;
  /** A graph of LangGraph's, not one of its nodes. */
  readonly isGraph: boolean;
  readonly parent: Run | undefined;
  /** Undefined for a run that the framework hides: its children become the parent's. */
  readonly step: Step | undefined;
  /** The run's work happens in this context or in one made from it. */
  context: Context;
  /** As LangChain gave it, with what was inherited. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  /** Session, user and conversation as its metadata names them. */
  readonly who: Attributes;
  /** Of chat models and LLMs only. One object for several runs where one provider call serves them all. */
  modelRun: ModelRun | undefined;
  readonly stream: StreamNotes | undefined;
  /** Handlers of the app's hear of it, too. */
  isHeard: boolean;
  /** The call that started this run together with others. */
  readonly slot: RunSlot | undefined;
  /** What children failed with: the same error again is no second source. */
  childErrors: Set<unknown> | undefined;
  /** LangChain handed the parent's config on to it; otherwise a function of the app's called it without. */
  readonly isHandedOn: boolean;
  /** The name that LangChain hands on with the config where there are no callbacks; see `hide-manager.ts`. */
  runName: string | undefined;
  /** A function inside was shown that name, and may hand it on to runs that are not meant by it. */
  showsRunName: boolean;
  /** When its stream last gave something to its reader, by `performance.now()`; undefined before, and where it is none. */
  lastGivenMs: number | undefined;
}
