import type { ModelPrice, PriceRule, PricesAnswer } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { useAnswer } from '../api/use-answer.ts';
import { filterValue } from '../format/filter-literal.ts';
import { formatCount, formatUsd } from '../format/number.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Section } from '../ui/section.tsx';
import { formatQuery } from '../url/query.ts';
import style from './prices.module.css';

const LEAD = (
  <>
    What a provider reports wins. For all else an override of yours goes before the built-in list; a model without a
    price is <em>unpriced</em>, never free. Overrides are a JSON file that <code>TRACEWRIGHT_PRICES</code> names when
    the collector starts.
  </>
);

/** What the models in use are priced with, and the operator's own prices. */
export function Prices(): VNode {
  const { value, failure } = useAnswer<PricesAnswer>('/api/v1/prices');
  return (
    <Section title="Prices" lead={LEAD}>
      {failure && (
        <p class={style.failure} role="alert">
          {failure.message}
        </p>
      )}
      {value && <InUse models={value.inUse} />}
      {value && <Overrides rules={value.overrides} />}
    </Section>
  );
}

function InUse({ models }: { readonly models: readonly ModelPrice[] }): VNode {
  if (models.length === 0) return <p class={style.none}>No model has been called yet.</p>;
  return (
    <DataTable
      caption="Models in use, USD per million tokens"
      columns={[
        { title: 'Model' },
        { title: 'Provider' },
        { title: 'Calls', isNumber: true },
        { title: 'Input', isNumber: true },
        { title: 'Cached', isNumber: true },
        { title: 'Output', isNumber: true },
        { title: 'Price from' },
      ]}
      rows={models.map(({ model, provider, calls, inputUsd, cachedInputUsd, outputUsd, source }) => [
        <Link key="model" href={`/traces${formatQuery({ q: `model = ${filterValue(model)}` })}`}>
          {model}
        </Link>,
        provider ?? '–',
        formatCount(calls),
        ...[inputUsd, cachedInputUsd, outputUsd].map((usd) => (usd === null ? '–' : formatUsd(usd))),
        sourceOf(source, inputUsd === null && outputUsd === null),
      ])}
    />
  );
}

function sourceOf(source: string, isUnpriced: boolean): VNode | string {
  if (isUnpriced) return <span class={style.unpriced}>unpriced</span>;
  if (source === 'override') return 'your override';
  return source === 'local' ? 'runs locally' : source.replace('pricelist@', 'price list ');
}

function Overrides({ rules }: { readonly rules: readonly PriceRule[] }): VNode {
  if (rules.length === 0) return <p class={style.none}>No overrides are set.</p>;
  return (
    <DataTable
      caption="Overrides, the first that matches wins; USD per million tokens"
      columns={[{ title: 'Model' }, { title: 'Provider' }, { title: 'Prices' }, { title: 'Holds' }]}
      rows={rules.map(({ model, provider, from, until, usdPerMillionTokens, requestUsd }) => [
        <code key="model">{model}</code>,
        provider ?? 'any',
        [
          ...Object.entries(usdPerMillionTokens).map(([name, usd]) => `${wordsOf(name)} ${formatUsd(usd)}`),
          ...(requestUsd === null ? [] : [`${formatUsd(requestUsd)} a call`]),
        ].join(', '),
        [from && `from ${from}`, until && `until ${until}`].filter(Boolean).join(' ') || 'always',
      ])}
    />
  );
}

/** `cacheRead` as `cache read`. */
function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
