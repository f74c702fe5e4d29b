import type { Attributes } from '@opentelemetry/api';
import { contentLabels } from '@tracewright/instrumentation-core';
import { CONTEXT_KEY, GEN_AI, OTEL, TRACEWRIGHT } from '@tracewright/schema';
import { metadataLabels } from './metadata-labels.ts';
import { runWithAttributes, runWithContext } from './run-with.ts';

/** Longest id, UTF-16 units: ids are shown even where content is not. */
const MAX_ID = 256;
/** Tests that one step may be part of. */
const MAX_TESTS = 16;

/** A prompt, of the registry or of anywhere else. */
export interface PromptRef {
  readonly name: string;
  readonly version?: string | number;
  /** Of what it says: traces of the same text are found by it, whatever its name. */
  readonly hash?: string;
}

/** Every span inside belongs to this session: a conversation, which may have many traces. */
export function withSession<R>(sessionId: string, work: () => R): R {
  return runWithAttributes(work, () => id(OTEL.sessionId, sessionId));
}

/** Every span inside belongs to this user. */
export function withUser<R>(userId: string, work: () => R): R {
  return runWithAttributes(work, () => id(OTEL.userId, userId));
}

/** Adds tags to every span inside. */
export function withTags<R>(tags: readonly string[], work: () => R): R {
  return runWithAttributes(work, (outer, rules) => {
    const name = TRACEWRIGHT.tags;
    const more = contentLabels({ [name]: [...tags] }, rules)[name];
    const before = outer[name];
    if (!Array.isArray(more)) return {};
    return { [name]: [...new Set([...(Array.isArray(before) ? before : []), ...more])] as string[] };
  });
}

/** Adds metadata to every span inside; of two values for a key the inner one counts. */
export function withMetadata<R>(metadata: Readonly<Record<string, unknown>>, work: () => R): R {
  return runWithAttributes(work, (_outer, rules) => metadataLabels(metadata, rules));
}

/** Names the prompt that the calls inside are made with; a prompt as the client loads it is one. */
export function withPrompt<R>({ name, version, hash }: PromptRef, work: () => R): R {
  return runWithAttributes(work, () => ({
    ...id(GEN_AI.promptName, name),
    ...id(GEN_AI.promptVersion, version),
    ...id(TRACEWRIGHT.promptHash, hash),
  }));
}

/**
 * Says which variant of a test everything inside is done with: the page of A/B tests compares the traces of its variants.
 * Several tests may run at once; which variant a request gets is for the app to choose.
 */
export function withVariant<R>(test: string, variant: string, work: () => R): R {
  return runWithAttributes(work, (outer) => {
    const name = TRACEWRIGHT.variants;
    if (!isName(test) || !isName(variant)) return {};
    const chosen = { ...variantsOf(outer[name]), [test.slice(0, MAX_ID)]: variant.slice(0, MAX_ID) };
    return Object.keys(chosen).length > MAX_TESTS ? {} : { [name]: JSON.stringify(chosen) };
  });
}

/** Puts every span inside down to a run of experiment tracking. */
export function withRun<R>(runId: string, work: () => R): R {
  return runWithContext(work, (outer) => outer.setValue(CONTEXT_KEY.trackingRun, String(runId).slice(0, MAX_ID)));
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** As it was written here, further out. */
function variantsOf(outer: unknown): Record<string, string> {
  return typeof outer === 'string' ? (JSON.parse(outer) as Record<string, string>) : {};
}

/** Nothing where there is no id: then what comes from outside holds. */
function id(name: string, value: unknown): Attributes {
  const isId = typeof value === 'number' || (typeof value === 'string' && value !== '');
  return isId ? { [name]: String(value).slice(0, MAX_ID) } : {};
}
