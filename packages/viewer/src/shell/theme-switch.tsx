import type { VNode } from 'preact';
import { classNames } from '../ui/class-names.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { type ThemeChoice, themeChoice } from './theme.ts';
import style from './theme-switch.module.css';

const CHOICES: readonly {
  readonly choice: ThemeChoice;
  readonly icon: IconName;
  readonly label: string;
  readonly name: string;
}[] = [
  { choice: 'system', icon: 'screen', label: 'Colours of the system', name: 'System' },
  { choice: 'light', icon: 'sun', label: 'Light', name: 'Light' },
  { choice: 'dark', icon: 'moon', label: 'Dark', name: 'Dark' },
];

/** @param isLabelled Whether the choices have their names beside the icons. */
export function ThemeSwitch({ isLabelled = false }: { readonly isLabelled?: boolean }): VNode {
  return (
    <fieldset class={style.group}>
      <legend class="visually-hidden">Theme</legend>
      {CHOICES.map(({ choice, icon, label, name }) => (
        <button
          key={choice}
          type="button"
          class={classNames(style.choice, isLabelled && style.labelled, themeChoice.value === choice && style.active)}
          aria-pressed={themeChoice.value === choice}
          aria-label={label}
          title={label}
          onClick={() => {
            themeChoice.value = choice;
          }}
        >
          <Icon name={icon} size={14} />
          {isLabelled && name}
        </button>
      ))}
    </fieldset>
  );
}
