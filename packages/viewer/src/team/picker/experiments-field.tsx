import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import type { Thing } from './thing.ts';
import style from './thing-picker.module.css';
import { ThingPicker } from './thing-picker.tsx';

export interface ExperimentsFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly chosen: readonly Thing[];
  readonly onChosen: (things: readonly Thing[]) => void;
}

/** Any number of experiments, found by their names. */
export function ExperimentsField({ label, hint, chosen, onChosen }: ExperimentsFieldProps): VNode {
  const field = useRef<HTMLDivElement>(null);
  const without = (id: string) => chosen.filter((thing) => thing.id !== id);
  const has = ({ id }: Thing) => chosen.some((thing) => thing.id === id);
  return (
    <div class={style.picker} ref={field}>
      <ThingPicker
        label={label}
        kind="experiment"
        hint={hint}
        placeholder={chosen.length === 0 ? 'All experiments' : 'Add another one'}
        isChosen={has}
        onPick={(thing) => onChosen(has(thing) ? without(thing.id) : [...chosen, thing])}
      />
      {chosen.length > 0 && (
        <ul class={style.chips} aria-label="Chosen experiments">
          {chosen.map(({ id, name }) => (
            <li key={id} class={style.chip}>
              {name}
              <button
                type="button"
                aria-label={`Leave out ${name}`}
                onClick={() => {
                  onChosen(without(id));
                  field.current?.querySelector('input')?.focus();
                }}
              >
                <Icon name="close" size={12} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
