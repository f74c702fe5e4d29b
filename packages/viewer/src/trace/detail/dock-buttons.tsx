import type { VNode } from 'preact';
import { IconButton } from '../../ui/icon-button.tsx';
import { type DockSide, dockDetails, toggleDetails } from '../dock.ts';
import style from './detail-pane.module.css';

/** Chooses where the details are. */
export function DockButtons({ side }: { readonly side: DockSide }): VNode {
  return (
    <span class={style.docks}>
      {side === 'right' ? (
        <IconButton icon="dockBottom" label="Details below" onClick={() => dockDetails('bottom')} />
      ) : (
        <IconButton icon="dockRight" label="Details on the right" onClick={() => dockDetails('right')} />
      )}
      <IconButton icon="close" label="Hide the details (d)" onClick={toggleDetails} />
    </span>
  );
}
