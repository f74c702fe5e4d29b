import type { VNode } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { lazyComponent } from '../ui/lazy-component.tsx';
import { EVERYWHERE, onPageKeys } from '../ui/page-keys.ts';
import { overlay } from './overlay.ts';

const Palette = lazyComponent(() => import('../palette/palette.tsx').then((module) => module.Palette));
const KeyList = lazyComponent(() => import('../help/key-list.tsx').then((module) => module.KeyList));

/** The command palette and the list of keys, fetched when one first asks for them. */
export function Overlays(): VNode | null {
  // As soon as there is a page: a key pressed right then counts.
  useLayoutEffect(
    () =>
      onPageKeys(
        {
          'Mod+k': { says: 'go anywhere', run: () => open('palette') },
          '?': { says: 'all keys', run: () => open('keys') },
        },
        EVERYWHERE,
      ),
    [],
  );
  const close = () => {
    overlay.value = undefined;
  };
  switch (overlay.value) {
    case 'palette':
      return <Palette onClose={close} />;
    case 'keys':
      return <KeyList onClose={close} />;
    default:
      return null;
  }
}

function open(which: 'palette' | 'keys'): void {
  overlay.value = which;
}
