import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { classNames } from '../../ui/class-names.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import style from './popover.module.css';

export interface PopoverProps {
  readonly label: string;
  readonly icon?: IconName;
  /** Something in it is chosen: the button says so. */
  readonly isActive?: boolean;
  /** Which edge of the button the panel begins at. */
  readonly align?: 'left' | 'right';
  /** Above the button, where there is no room below. */
  readonly opensUp?: boolean;
  readonly children: ComponentChildren;
}

/** A button that opens a panel below it; Escape, a click elsewhere or the focus going away closes it. */
export function Popover({
  label,
  icon,
  isActive = false,
  align = 'left',
  opensUp = false,
  children,
}: PopoverProps): VNode {
  const [isOpen, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panelId = useId();
  useEffect(() => {
    if (!isOpen) return undefined;
    const close = (event: Event) => {
      if (event.target instanceof Node && !element.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('focusin', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('focusin', close);
    };
  }, [isOpen]);
  return (
    <div
      class={style.popover}
      role="group"
      aria-label={label}
      ref={element}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return;
        event.stopPropagation();
        setOpen(false);
        button.current?.focus();
      }}
    >
      <button
        type="button"
        class={classNames(style.button, isActive && style.active)}
        ref={button}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {icon && <Icon name={icon} size={14} />}
        {label}
        <Icon name="expand" size={11} />
      </button>
      {isOpen && (
        <div id={panelId} class={classNames(style.panel, align === 'right' && style.right, opensUp && style.up)}>
          {children}
        </div>
      )}
    </div>
  );
}
