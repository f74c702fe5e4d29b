import type { TraceDetail } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { tagCondition } from '../format/filter-literal.ts';
import { formatQuery } from '../url/query.ts';
import style from './trace-labels.module.css';

/** Tags that there is room for. */
const MAX_TAGS = 12;

/** The session of a trace and its tags, each with the way to what else has it; those of MLflow's own are left out. */
export function TraceLabels({ trace }: { readonly trace: TraceDetail }): VNode | null {
  const { sessionId, traceId } = trace;
  const tags = Object.entries(trace.tags).filter(([key]) => !key.startsWith('mlflow.'));
  if (sessionId === null && tags.length === 0) return null;
  return (
    <ul class={style.labels} aria-label="Session and tags">
      {sessionId !== null && (
        <li class={style.item}>
          <span class={style.key}>Session</span>
          <Link
            href={`/sessions/${encodeURIComponent(sessionId)}${formatQuery({ trace: traceId })}`}
            className={style.link}
            title={sessionId}
          >
            {sessionId}
          </Link>
        </li>
      )}
      {tags.slice(0, MAX_TAGS).map(([key, value]) => (
        <li key={key} class={style.item}>
          <Link
            href={`/traces${formatQuery({ q: tagCondition(key, value) })}`}
            className={style.tag}
            title={`${key}: ${value}`}
          >
            <span class={style.key}>{key}</span> {value}
          </Link>
        </li>
      ))}
      {tags.length > MAX_TAGS && <li class={style.key}>{tags.length - MAX_TAGS} more tags</li>}
    </ul>
  );
}
