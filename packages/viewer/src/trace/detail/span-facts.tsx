import { type SpanDetail, TRACEWRIGHT } from '@tracewright/schema';
import type { ComponentChildren, VNode } from 'preact';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { formatShare } from '../../format/share.ts';
import { Usd } from '../../ui/cost.tsx';
import { type TraceModel, WHOLE_TRACE } from '../model/trace-model.ts';
import { rowData } from '../waterfall/row-data.ts';
import { costRows } from './cost-rows.ts';
import { failedAttempts } from './failed-attempts.ts';
import style from './span-facts.module.css';
import { tokensPerSecond } from './tokens-per-second.ts';
import { usageRows } from './usage-rows.ts';
import { usePercentile } from './use-percentile.ts';

export interface SpanFactsProps {
  readonly model: TraceModel;
  readonly span: number;
  /** Absent until it has come. */
  readonly detail: SpanDetail | undefined;
}

/** Latency, tokens and cost of one span. */
export function SpanFacts({ model, span, detail }: SpanFactsProps): VNode {
  const data = rowData(model, span);
  const streamEnd = detail?.attributes[TRACEWRIGHT.streamEnd];
  const isRead = streamEnd !== 'abandoned';
  const rate = isRead ? tokensPerSecond(data.endUs - data.startUs, data.ttftUs, detail?.usage.outputTokens) : undefined;
  const usage = detail ? usageRows(detail.usage) : totalOf(data.tokens);
  const cost = detail?.cost;
  const attempts = detail && failedAttempts(detail.events);
  const percentile = usePercentile(detail, span === model.interval.root);
  const slackUs = model.slackUs[span] ?? 0;
  return (
    <div class={style.facts}>
      <Group title="Latency">
        <Fact label="Starts at">{formatDuration(data.startUs)}</Fact>
        {span !== WHOLE_TRACE && (
          <>
            <Fact label="Self" title="Time with none of its children running">
              {formatDuration(model.selfUs[span]!)}
            </Fact>
            <Fact label="Critical path" title="Time in which the whole trace waited for this very span">
              {formatDuration(model.criticalUs[span]!)} <Share part={model.criticalUs[span]!} whole={model.totalUs} />
            </Fact>
          </>
        )}
        {slackUs > 0 && (
          <Fact label="Slack" title="How much longer it could have run before the whole trace would have">
            {formatDuration(slackUs)}
          </Fact>
        )}
        {data.ttftUs !== undefined && <Fact label="First token">{formatDuration(data.ttftUs)}</Fact>}
        {rate !== undefined && (
          <Fact label="Generates" title="Output tokens by the time after the first one">
            {rate < 10 ? rate.toFixed(1) : Math.round(rate)} tokens/s
          </Fact>
        )}
        {attempts !== undefined && (
          <Fact label="Failed attempts" title="The events say what each of them failed with">
            {attempts}
          </Fact>
        )}
        {!isRead && (
          <Fact label="Stream" title="Nobody read the answer to its end, so that its length says nothing of the model">
            left unread
          </Fact>
        )}
        {percentile && (
          <Fact
            label="Percentile"
            title={`Of ${formatCount(percentile.count)} such spans in all traces: half took ${formatDuration(percentile.p50Us)} or less, 95 % ${formatDuration(percentile.p95Us)} or less`}
          >
            p{Math.round((percentile.notLonger / percentile.count) * 100)}{' '}
            <span class={style.share}>of {formatCount(percentile.count)}</span>
          </Fact>
        )}
        {data.outlivesParent && <Fact label="Note">ends after its parent</Fact>}
      </Group>
      {usage.length > 0 && (
        <Group title={detail?.isUsageEstimated ? 'Tokens, estimated' : 'Tokens'}>
          {usage.map(({ label, count }) => (
            <Fact key={label} label={label}>
              {formatCount(count)}
            </Fact>
          ))}
        </Group>
      )}
      {!detail && data.costUsd !== undefined && (
        <Group title="Cost">
          <Fact label="Total">
            <Usd usd={data.costUsd} />
          </Fact>
        </Group>
      )}
      {cost && (
        <Group title="Cost" note={cost.source === '' ? undefined : cost.source}>
          <Fact label="Total">{cost.totalUsd === null ? 'unpriced' : <Usd usd={cost.totalUsd} />}</Fact>
          {costRows(cost).map(({ label, usd }) => (
            <Fact key={label} label={label}>
              {usd === null ? 'unpriced' : <Usd usd={usd} />}
            </Fact>
          ))}
        </Group>
      )}
    </div>
  );
}

/** All that is known of the tokens before the span has come. */
function totalOf(tokens: number | undefined): ReturnType<typeof usageRows> {
  return tokens === undefined ? [] : [{ label: 'Total', count: tokens }];
}

interface GroupProps {
  readonly title: string;
  readonly note?: string | undefined;
  readonly children: ComponentChildren;
}

function Group({ title, note, children }: GroupProps): VNode {
  return (
    <section class={style.group}>
      <h3 class={style.title}>{title}</h3>
      <dl>{children}</dl>
      {note !== undefined && (
        <p class={style.source} title="Where the price comes from">
          {note}
        </p>
      )}
    </section>
  );
}

interface FactProps {
  readonly label: string;
  readonly title?: string;
  readonly children: ComponentChildren;
}

function Fact({ label, title, children }: FactProps): VNode {
  return (
    <div class={style.fact} title={title}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Share({ part, whole }: { readonly part: number; readonly whole: number }): VNode | null {
  return whole > 0 && part > 0 ? <span class={style.share}>{formatShare(part / whole)}</span> : null;
}
