import { ATTEMPT_EVENT, OTEL, type SpanDetail, type SpanEvent } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { formatDuration } from '../../format/duration.ts';
import { LimitedList } from '../../ui/limited-list.tsx';
import { FoldedText } from '../content/folded-text.tsx';
import { AttributeTable } from './attributes-tab.tsx';
import { eventOffsetUs } from './event-offset.ts';
import style from './events-tab.module.css';
import { Section } from './section.tsx';

/** What happened within the span, in order, and where it points to. */
export function EventsTab({ detail }: { readonly detail: SpanDetail }): VNode {
  const { events, links } = detail;
  if (events.length + links.length === 0) return <p class={style.none}>This span has no events and no links.</p>;
  return (
    <>
      {events.length > 0 && (
        <Section title="Events">
          <ol>
            <LimitedList
              items={events}
              step={30}
              noun="events"
              render={(event) => (
                <li class={style.event}>
                  <EventView event={event} offsetUs={eventOffsetUs(detail.startNs, event.timeNs)} />
                </li>
              )}
            />
          </ol>
        </Section>
      )}
      {links.length > 0 && (
        <Section title="Links">
          <ul>
            {links.map((link, at) => (
              <li key={at} class={style.event}>
                <Link href={`/traces/${encodeURIComponent(link.traceId)}?span=${encodeURIComponent(link.spanId)}`}>
                  <code>{link.traceId}</code>
                </Link>
                <AttributeTable attributes={link.attributes} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function EventView({ event, offsetUs }: { readonly event: SpanEvent; readonly offsetUs: number }): VNode {
  return (
    <>
      <p class={style.head}>
        <span class={style.name}>{titleOf(event)}</span>
        <span class={style.time}>{formatDuration(offsetUs)}</span>
      </p>
      <EventBody event={event} />
    </>
  );
}

function EventBody({ event: { name, attributes } }: { readonly event: SpanEvent }): VNode {
  if (name !== 'exception') return <AttributeTable attributes={attributes} />;
  const {
    [OTEL.exceptionType]: type,
    [OTEL.exceptionMessage]: message,
    [OTEL.exceptionStacktrace]: stack,
    ...rest
  } = attributes;
  return (
    <>
      <p class={style.exception}>{[type, message].filter((part) => typeof part === 'string').join(': ')}</p>
      {typeof stack === 'string' && <FoldedText text={stack} isCode />}
      {Object.keys(rest).length > 0 && <AttributeTable attributes={rest} />}
    </>
  );
}

function titleOf({ name, attributes }: SpanEvent): string {
  if (name !== ATTEMPT_EVENT.name) return name;
  const status = attributes[ATTEMPT_EVENT.status] ?? attributes[ATTEMPT_EVENT.errorType] ?? 'no answer';
  const waitMs = attributes[ATTEMPT_EVENT.waitMs];
  const waited = typeof waitMs === 'number' ? `, then waited ${formatDuration(waitMs * 1_000)}` : '';
  return `Failed attempt: ${String(status)}${waited}`;
}
