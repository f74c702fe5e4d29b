import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { formatCount } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import style from './facet-section.module.css';

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

export interface FacetSectionProps {
  readonly title: string;
  /** What is counted, where it is not traces. */
  readonly note: string | undefined;
  readonly isOpen: boolean;
  /** Undefined while they are not known. */
  readonly values: readonly FacetValue[] | undefined;
  /** Distinct values that are not among them. */
  readonly moreCount: number;
  readonly labelOf: (value: string) => string;
  readonly isChosen: (value: string) => boolean;
  readonly onToggleOpen: () => void;
  readonly onToggle: (value: string) => void;
}

export function FacetSection(props: FacetSectionProps): VNode {
  const { title, note, isOpen, values, moreCount } = props;
  const id = useId();
  const most = Math.max(1, ...(values ?? []).map(({ count }) => count));
  return (
    <section class={style.section}>
      <h2 class={style.heading}>
        <button
          type="button"
          class={style.title}
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={props.onToggleOpen}
        >
          <span class={classNames(style.chevron, isOpen && style.turned)}>
            <Icon name="chevron" size={12} />
          </span>
          {title}
          {note !== undefined && isOpen && <span class={style.note}>{note}</span>}
        </button>
      </h2>
      {isOpen && (
        <ul id={id} class={style.values}>
          {values?.length === 0 && <li class={style.none}>none</li>}
          {values?.map(({ value, count }) => {
            const isChosen = props.isChosen(value);
            return (
              <li key={value}>
                <button
                  type="button"
                  class={classNames(style.value, isChosen && style.chosen)}
                  aria-pressed={isChosen}
                  title={props.labelOf(value)}
                  onClick={() => props.onToggle(value)}
                >
                  <span class={style.bar} style={{ width: `${(count / most) * 100}%` }} />
                  <span class={style.text}>{props.labelOf(value)}</span>
                  <span class={style.count}>{formatCount(count)}</span>
                  {isChosen && <Icon name="close" size={10} />}
                </button>
              </li>
            );
          })}
          {moreCount > 0 && <li class={style.none}>{formatCount(moreCount)} more</li>}
        </ul>
      )}
    </section>
  );
}
