import type { RedactionDryRun, RedactionDryRunRule, RedactionFinding } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { formatCount } from '../../format/number.ts';
import { formatQuery } from '../../url/query.ts';
import team from '../team.module.css';
import { MarkedText } from './marked-text.tsx';
import style from './redaction.module.css';

/** How much rules would hide in stored traces, and a few places where. */
export function DryRunFindings({ found }: { readonly found: RedactionDryRun }): VNode {
  const { traceCount, spanCount, redactedSpanCount, rules } = found;
  const names = rules.map(({ name }) => name);
  return (
    <div class={style.findings}>
      <p role="status">
        {traceCount === 0
          ? 'There is no such trace.'
          : `Of ${counted(spanCount, 'span')} in ${counted(traceCount, 'trace')}, ${formatCount(redactedSpanCount)} would be changed.`}
      </p>
      {rules.length === 0 && <p class={team.muted}>No rule is in force.</p>}
      {rules.map((rule, at) => (
        <section key={at} class={style.finding} aria-label={rule.name}>
          <h3 class={style.findingTitle}>
            {rule.name}
            <span class={team.mark}>{counted(rule.matchCount, 'place')}</span>
          </h3>
          {rule.samples.map((sample, index) => (
            <Sample key={index} sample={sample} names={names} />
          ))}
        </section>
      ))}
    </div>
  );
}

function Sample(props: { readonly sample: RedactionDryRunRule['samples'][number]; readonly names: readonly string[] }) {
  const { traceId, spanId, key, text, stored } = props.sample;
  return (
    <div class={style.sample}>
      <p class={style.place}>
        <code>{key}</code>
        <Link href={`/traces/${traceId}${formatQuery({ span: spanId })}`}>trace {traceId.slice(0, 8)}</Link>
      </p>
      {stored && (
        <p class={style.line}>
          <span class={style.label}>now</span>
          <Stored finding={stored} />
        </p>
      )}
      <p class={style.line}>
        {stored && <span class={style.label}>then</span>}
        <code class={style.text}>
          <MarkedText text={text} names={props.names} />
        </code>
      </p>
    </div>
  );
}

function Stored({ finding: { text, start, end } }: { readonly finding: RedactionFinding }): VNode {
  return (
    <code class={style.text}>
      {text.slice(0, start)}
      <del class={style.found}>{text.slice(start, end)}</del>
      {text.slice(end)}
    </code>
  );
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
