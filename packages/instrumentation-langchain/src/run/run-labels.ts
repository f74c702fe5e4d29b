import type { Attributes } from '@opentelemetry/api';
import { own } from '@tracewright/instrumentation-core';
import { GEN_AI, OTEL, TRACEWRIGHT } from '@tracewright/schema';
import type { Run } from './run.ts';

const MAX_METADATA = 32;

/** Longest id, UTF-16 units: ids are shown even where content is not. */
const MAX_ID = 256;

/** Entries that the libraries write for themselves, or that have an attribute of their own. */
const OWN_PREFIXES: readonly string[] = ['ls_', 'lc_', '__', 'checkpoint_', 'langgraph_checkpoint_'];
const MAPPED: readonly string[] = [
  'session_id',
  'sessionId',
  'thread_id',
  'user_id',
  'userId',
  'conversation_id',
  'langgraph_path',
  'langgraph_triggers',
  'run_id',
  'task_id',
];

/** What LangChain and LangGraph say of the place of a run in its parent. */
const POSITION_TAG = /^(seq:step:|map:key:|graph:step:|branch:(\d+|default)$|condition:\d+$|retry:attempt:\d+$)/;

/** True for tags that are not the app's. */
export function isPositionTag(tag: unknown): boolean {
  return typeof tag === 'string' && POSITION_TAG.test(tag);
}

/** Marks for LangSmith. */
const MARK = 'langsmith:';

/** True for steps that LangGraph marks as its own plumbing. */
export function isHidden(tags: readonly string[]): boolean {
  return tags.includes('langsmith:hidden');
}

/** Of runs whose metadata names no session, user or conversation. */
export const NOBODY: Attributes = {};

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}

/** Session, user and conversation as given in metadata. They hold for everything inside the run. */
export function whoAttributes(metadata: Readonly<Record<string, unknown>>): Attributes {
  if (isEmpty(metadata)) return NOBODY;
  const session = idText(metadata, 'session_id', 'sessionId', 'thread_id');
  const user = idText(metadata, 'user_id', 'userId');
  const conversation = idText(metadata, 'conversation_id');
  if (session === undefined && user === undefined && conversation === undefined) return NOBODY;
  return {
    ...(session === undefined ? {} : { [OTEL.sessionId]: session }),
    ...(user === undefined ? {} : { [OTEL.userId]: user }),
    ...(conversation === undefined ? {} : { [GEN_AI.conversationId]: conversation }),
  };
}

/**
 * Tags and metadata that the run does not merely inherit from its parent: children repeat everything.
 *
 * @returns undefined where there are none
 */
export function labelAttributes(
  tags: readonly string[],
  metadata: Readonly<Record<string, unknown>>,
  parent: Run | undefined,
): Attributes | undefined {
  let attributes: Attributes | undefined;
  const fresh = tags.filter((tag) => !isPositionTag(tag) && !tag.startsWith(MARK) && !parent?.tags.includes(tag));
  if (fresh.length > 0) attributes = { [TRACEWRIGHT.tags]: fresh };
  let count = 0;
  // Most children are handed the very record of their parent.
  for (const key of metadata === parent?.metadata ? [] : Object.keys(metadata)) {
    if (count >= MAX_METADATA || MAPPED.includes(key) || OWN_PREFIXES.some((prefix) => key.startsWith(prefix)))
      continue;
    const value = own(metadata, key);
    if (!isPrimitive(value) || own(parent?.metadata, key) === value) continue;
    attributes ??= {};
    attributes[TRACEWRIGHT.metadataPrefix + key] = value;
    count++;
  }
  return attributes;
}

function isPrimitive(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** The first of these entries of metadata that is an id. */
export function idText(metadata: unknown, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = own(metadata, key);
    if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return String(value).slice(0, MAX_ID);
  }
  return undefined;
}
