import type { PermissionKind } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useAsked } from '../../api/use-answer.ts';
import { classNames } from '../../ui/class-names.ts';
import team from '../team.module.css';
import { findThings } from './search-things.ts';
import type { Thing } from './thing.ts';
import style from './thing-picker.module.css';

export interface ThingPickerProps {
  readonly label: string;
  readonly kind: PermissionKind;
  /** Below the box. */
  readonly hint?: string;
  readonly placeholder?: string;
  readonly isChosen: (thing: Thing) => boolean;
  readonly onPick: (thing: Thing) => void;
}

/** Finds a thing by its name: a box to write in, and below it what there is, after the ARIA pattern of a combobox. */
export function ThingPicker({ label, kind, hint, placeholder, isChosen, onPick }: ThingPickerProps): VNode {
  const id = useId();
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [at, setAt] = useState(0);
  const answer = useAsked(isOpen ? `${kind} ${text}` : undefined, () => findThings(kind, text));
  const wanted = text.trim().toLowerCase();
  // What was found for an earlier text may be chosen already, as far as it fits this one.
  const things = (answer.value ?? []).filter(({ name }) => name.toLowerCase().includes(wanted));
  const active = things[Math.min(at, things.length - 1)];
  const pick = (thing: Thing) => {
    onPick(thing);
    setText('');
    setAt(0);
    setIsOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (isOpen && things.length > 0) setAt((Math.min(at, things.length - 1) + step + things.length) % things.length);
      setIsOpen(true);
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault();
      if (active) pick(active);
    } else if (event.key === 'Escape' && isOpen) {
      // A dialog around it stays.
      event.preventDefault();
      event.stopPropagation();
      setIsOpen(false);
    }
  };
  return (
    <div class={style.picker}>
      <label class={team.field}>
        {label}
        <input
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && active ? `${id}-${things.indexOf(active)}` : undefined}
          {...(placeholder !== undefined && { placeholder })}
          value={text}
          onFocus={() => setIsOpen(true)}
          onClick={() => setIsOpen(true)}
          onBlur={() => setIsOpen(false)}
          onKeyDown={onKeyDown}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
            setIsOpen(true);
          }}
        />
        {hint !== undefined && <span class={team.hint}>{hint}</span>}
      </label>
      {/* It stays where it is while nothing has been found yet, so that what names it is there. */}
      <div class={style.list} id={`${id}-list`} role="listbox" aria-label={label} hidden={!isOpen}>
        {things.map((thing, index) => (
          <div
            key={thing.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={isChosen(thing)}
            class={classNames(style.option, thing === active && style.active)}
            // The box keeps the focus, so that one can go on.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(thing)}
          >
            <span class={style.name}>{thing.name}</span>
            {thing.kind === 'experiment' && <span class={team.muted}>{thing.id}</span>}
          </div>
        ))}
      </div>
      <p class={classNames(team.hint, !isOpen && 'visually-hidden')} role="status">
        {isOpen && stateText(answer, things.length)}
      </p>
    </div>
  );
}

function stateText(
  { value, failure, isCurrent }: { readonly value: unknown; readonly failure: Error | undefined; isCurrent: boolean },
  count: number,
): string {
  if (failure) return failure.message;
  if (value === undefined || !isCurrent) return 'Looking …';
  return count === 0 ? 'Nothing is called like that.' : '';
}
