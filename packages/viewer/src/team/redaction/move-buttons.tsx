import type { VNode } from 'preact';
import team from '../team.module.css';

export interface MoveButtonsProps {
  /** Of what is moved, for who hears it. */
  readonly name: string;
  readonly at: number;
  readonly count: number;
  readonly isBusy: boolean;
  readonly onMove: (to: number) => void;
}

/** Puts something one place further to the front or to the end. They stay where they are at the ends, so that the focus does. */
export function MoveButtons({ name, at, count, isBusy, onMove }: MoveButtonsProps): VNode {
  const button = (label: string, arrow: string, to: number) => (
    <button
      type="button"
      class={`${team.button} ${team.small}`}
      aria-label={`${label}: ${name}`}
      title={label}
      aria-disabled={isBusy || to < 0 || to >= count}
      onClick={() => !isBusy && to >= 0 && to < count && onMove(to)}
    >
      {arrow}
    </button>
  );
  return (
    <>
      {button('Earlier', '↑', at - 1)}
      {button('Later', '↓', at + 1)}
    </>
  );
}
