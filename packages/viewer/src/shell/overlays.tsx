import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { lazyComponent } from '../ui/lazy-component.tsx';
import { onPageKeys } from '../ui/page-keys.ts';
import { overlay } from './overlay.ts';

const Palette = lazyComponent(() => import('../palette/palette.tsx').then((module) => module.Palette));
const KeyList = lazyComponent(() => import('../help/key-list.tsx').then((module) => module.KeyList));

/** The command palette and the list of keys, fetched when one first asks for them. */
export function Overlays(): VNode | null {
  useEffect(
    () =>
      onPageKeys(
        {
          'Mod+k': { says: 'go anywhere', run: () => open('palette') },
          '?': { says: 'all keys', run: () => open('keys') },
        },
        'Everywhere',
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
