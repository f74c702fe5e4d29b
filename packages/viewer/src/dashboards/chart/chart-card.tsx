import type { ComponentChildren, VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { DataTable, type DataTableProps } from '../../ui/data-table.tsx';
import style from './chart-card.module.css';
import { seriesColour } from './chart-theme.ts';

export interface LegendEntry {
  readonly name: string;
  /** A colour of the style sheet; by default that of its place. */
  readonly colour?: string | undefined;
}

export interface ChartCardProps {
  readonly title: string;
  /** A short figure or sentence beside the title. */
  readonly note?: ComponentChildren;
  readonly legend: readonly LegendEntry[];
  /** The same numbers to read, with the same links. */
  readonly table: () => Omit<DataTableProps, 'caption' | 'isCaptionHidden'>;
  readonly children: ComponentChildren;
}

/** A chart with its title, its legend, and the table that says the same. */
export function ChartCard({ title, note, legend, table, children }: ChartCardProps): VNode {
  const id = useId();
  const [isTable, setTable] = useState(false);
  return (
    <article class={style.card} aria-labelledby={id}>
      <header class={style.head}>
        <h2 class={style.title} id={id}>
          {title}
        </h2>
        {note !== undefined && <span class={style.note}>{note}</span>}
        <button type="button" class={style.toggle} aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          Table
        </button>
      </header>
      {legend.length > 1 && (
        <ul class={style.legend}>
          {legend.map(({ name, colour }, at) => (
            <li key={name} class={style.entry}>
              <span class={style.swatch} style={{ background: colour ?? seriesColour(at) }} aria-hidden="true" />
              <span class={style.name}>{name}</span>
            </li>
          ))}
        </ul>
      )}
      {isTable ? (
        <div class={style.table}>
          <DataTable caption={title} isCaptionHidden {...table()} />
        </div>
      ) : (
        children
      )}
    </article>
  );
}
