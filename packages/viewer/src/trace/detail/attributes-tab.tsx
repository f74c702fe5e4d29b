import type { SpanDetail } from '@tracewright/schema';
import type { VNode } from 'preact';
import { LimitedList } from '../../ui/limited-list.tsx';
import { ValueView } from '../content/value-view.tsx';
import style from './attributes-tab.module.css';
import { Section } from './section.tsx';

/** Everything as it was sent, by name. */
export function AttributesTab({ detail }: { readonly detail: SpanDetail }): VNode {
  return (
    <>
      <Section title="Span">
        <AttributeTable attributes={detail.attributes} />
      </Section>
      <Section title="Resource">
        <AttributeTable attributes={detail.resource} />
      </Section>
      <Section title="Scope">
        <AttributeTable attributes={{ ...detail.scope }} />
      </Section>
    </>
  );
}

export function AttributeTable({ attributes }: { readonly attributes: Readonly<Record<string, unknown>> }): VNode {
  const entries = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return <p class={style.none}>none</p>;
  return (
    <dl>
      <LimitedList
        items={entries}
        step={60}
        noun="attributes"
        render={([name, value]) => (
          <div class={style.row}>
            <dt class={style.name}>{name}</dt>
            <dd class={style.value}>
              <ValueView value={value} isFolded />
            </dd>
          </div>
        )}
      />
    </dl>
  );
}
