import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import style from './icon-button.module.css';

interface Look {
  readonly icon: IconName;
  /** What it does, for those who do not see the icon and for those who rest on it. */
  readonly label: string;
  /** Within a chip or a line of text. */
  readonly isSmall?: boolean;
  /** Where it stands; how it looks is the same everywhere. */
  readonly class?: string | undefined;
}

export interface IconButtonProps extends Look {
  /** Of a button that stays down; absent for one that does something once. */
  readonly isPressed?: boolean;
  readonly onClick: () => void;
}

/** A button that is nothing but an icon. */
export function IconButton({ isPressed, onClick, ...look }: IconButtonProps): VNode {
  return (
    <button
      type="button"
      class={classOf(look)}
      aria-label={look.label}
      aria-pressed={isPressed}
      title={look.label}
      onClick={onClick}
    >
      <Icon name={look.icon} size={look.isSmall ? 11 : 14} />
    </button>
  );
}

/** A link that is nothing but an icon. */
export function IconLink({ href, ...look }: Look & { readonly href: string }): VNode {
  return (
    <Link href={href} className={classOf(look)} aria-label={look.label} title={look.label}>
      <Icon name={look.icon} size={look.isSmall ? 11 : 16} />
    </Link>
  );
}

function classOf(look: Look): string {
  return classNames(style.button, look.isSmall && style.small, look.class);
}
