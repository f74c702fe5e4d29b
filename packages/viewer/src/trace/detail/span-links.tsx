import { GEN_AI, OTEL, type SpanDetail, TRACEWRIGHT, type TraceDetail } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { filterValue } from '../../format/filter-literal.ts';
import { formatQuery } from '../../url/query.ts';
import style from './span-links.module.css';

interface Belonging {
  readonly label: string;
  readonly text: string;
  readonly href: string;
  /** The traces that belong to the same, where the way leads elsewhere. */
  readonly tracesHref?: string;
}

/** What a span belongs to, each with a way there: its session, user, thread, run and prompt. */
export function SpanLinks({
  trace,
  detail,
}: {
  readonly trace: TraceDetail;
  readonly detail: SpanDetail;
}): VNode | null {
  const found = belongings(trace, detail);
  if (found.length === 0) return null;
  return (
    <ul class={style.links} aria-label="Belongs to">
      {found.map(({ label, text, href, tracesHref }) => (
        <li key={label} class={style.item}>
          <span class={style.label}>{label}</span>
          <Link href={href} className={style.link} title={text}>
            {text}
          </Link>
          {tracesHref !== undefined && <Link href={tracesHref}>its traces</Link>}
        </li>
      ))}
    </ul>
  );
}

/** What is said of a span, or else of its trace. */
export function belongings(
  trace: Pick<TraceDetail, 'sessionId' | 'userId'>,
  { attributes }: Pick<SpanDetail, 'attributes'>,
): readonly Belonging[] {
  const of = (...names: readonly string[]): string | undefined =>
    names.map((name) => attributes[name]).find((value) => typeof value === 'string' && value !== '') as
      | string
      | undefined;
  const tracesWhere = (filter: string) => `/traces?${new URLSearchParams({ q: filter })}`;
  const session = of(OTEL.sessionId, GEN_AI.conversationId) ?? trace.sessionId;
  const user = of(OTEL.userId) ?? trace.userId;
  const thread = of(TRACEWRIGHT.threadId);
  const run = of(TRACEWRIGHT.runId);
  const prompt = of(GEN_AI.promptName);
  const version = attributes[GEN_AI.promptVersion];
  const hasVersion = typeof version === 'string' || typeof version === 'number';
  const found: Belonging[] = [];
  if (session) found.push({ label: 'Session', text: session, href: `/sessions/${encodeURIComponent(session)}` });
  if (user) found.push({ label: 'User', text: user, href: tracesWhere(`user = ${filterValue(user)}`) });
  if (thread) {
    found.push({
      label: attributes[TRACEWRIGHT.resumed] === true ? 'Resumes thread' : 'Thread',
      text: thread,
      href: tracesWhere(`has(attributes.${TRACEWRIGHT.threadId} = ${filterValue(thread)})`),
    });
  }
  if (run) found.push({ label: 'Run', text: run, href: `/runs/${encodeURIComponent(run)}` });
  if (prompt) {
    const ofVersion = hasVersion ? ` AND prompt_version = ${filterValue(String(version))}` : '';
    found.push({
      label: 'Prompt',
      text: hasVersion ? `${prompt} v${String(version)}` : prompt,
      href: `/prompts/${encodeURIComponent(prompt)}${formatQuery({ v: hasVersion ? String(version) : undefined })}`,
      tracesHref: tracesWhere(`has(prompt = ${filterValue(prompt)}${ofVersion})`),
    });
  }
  return found;
}
