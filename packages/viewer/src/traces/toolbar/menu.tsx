import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import style from './menu.module.css';

export interface MenuProps {
  readonly label: string;
  /** Said instead of the label where that alone would not tell. */
  readonly title?: string;
  /** Whether something other than usual is chosen in it. */
  readonly isActive?: boolean;
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button that opens a small panel below it; Escape, a click elsewhere and leaving it by Tab close it again. */
export function Menu({ label, title, isActive = false, children }: MenuProps): VNode {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };

  useEffect(() => {
    if (!isOpen) return undefined;
    const onOutside = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      close();
    };
    document.addEventListener('pointerdown', onOutside);
    document.addEventListener('focusin', onOutside);
    // Before the keys of the page, to which Escape means something else.
    document.addEventListener('keydown', onKeyDown, true);
    return () => {
      document.removeEventListener('pointerdown', onOutside);
      document.removeEventListener('focusin', onOutside);
      document.removeEventListener('keydown', onKeyDown, true);
    };
  }, [isOpen]);

  return (
    <div class={style.menu} ref={box}>
      <button
        ref={button}
        type="button"
        class={classNames(style.button, isActive && style.active)}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        title={title}
        onClick={() => setOpen(!isOpen)}
      >
        <span class={style.label}>{label}</span>
        <Icon name="expand" size={12} />
      </button>
      {isOpen && (
        <div id={id} class={style.panel} role="group" aria-label={title ?? label}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
