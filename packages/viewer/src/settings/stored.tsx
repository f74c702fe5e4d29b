import type { CollectorSettings } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useAnswer } from '../api/use-answer.ts';
import { formatBytes, formatCount } from '../format/number.ts';
import { Facts, Section } from '../ui/section.tsx';
import style from './prices.module.css';

const REFRESH_MS = 10_000;
const DAY_MS = 86_400_000;

/** What the collector keeps, for how long, and how much of it there is. */
export function Stored(): VNode {
  const { value, failure } = useAnswer<CollectorSettings>('/api/v1/settings', REFRESH_MS);
  return (
    <Section
      title="What is kept"
      lead={
        <>
          <code>TRACEWRIGHT_RETENTION_DAYS</code> and <code>TRACEWRIGHT_MAX_STORE_BYTES</code> set how much is kept when
          the collector starts. Old traces go with all their feedback and tags.
        </>
      }
    >
      {failure && !value && (
        <p class={style.failure} role="alert">
          {failure.message}
        </p>
      )}
      {value && <Facts facts={factsOf(value)} />}
    </Section>
  );
}

function factsOf({ version, isKeyRequired, retention, maxBodyBytes, storage }: CollectorSettings) {
  const { traceCount, spanCount, bytes } = storage;
  const perSpan = spanCount > 0 ? `, ${formatBytes(Math.round(bytes / spanCount))} a span` : '';
  return [
    ['Stored now', `${formatCount(traceCount)} traces, ${formatCount(spanCount)} spans`],
    ...(bytes > 0 ? [['On disk', `${formatBytes(bytes)}${perSpan}`] as const] : []),
    [
      'Traces are kept',
      retention.maxAgeMs === null ? 'for ever' : `for ${formatCount(Math.round(retention.maxAgeMs / DAY_MS))} days`,
    ],
    ['Disk space at most', retention.maxBytes === null ? 'no limit' : formatBytes(retention.maxBytes)],
    ['Largest request', formatBytes(maxBodyBytes)],
    ['Access', isKeyRequired ? 'with a key (Authorization: Bearer …)' : 'without a key'],
    ['Collector', `Tracewright ${version}`],
  ] as const;
}
