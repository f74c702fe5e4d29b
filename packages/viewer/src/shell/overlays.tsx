import type { VNode } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { lazyComponent } from '../ui/lazy-component.tsx';
import { EVERYWHERE, onPageKeys } from '../ui/page-keys.ts';
import { holdKeys, takeHeldKeys } from './held-keys.ts';
import { overlay } from './overlay.ts';

const loadPalette = () => import('../palette/palette.tsx').then((module) => module.Palette);
const Palette = lazyComponent(loadPalette);
const KeyList = lazyComponent(() => import('../help/key-list.tsx').then((module) => module.KeyList));

/** The command palette and the list of keys, fetched when one first asks for them. */
export function Overlays(): VNode | null {
  // From Ctrl or ⌘ on, a moment before K: what is typed right behind it is meant for the palette.
  useEffect(() => {
    const expect = ({ key }: KeyboardEvent) => {
      if (key === 'Control' || key === 'Meta') loadPalette().catch(() => undefined);
    };
    document.addEventListener('keydown', expect);
    return () => document.removeEventListener('keydown', expect);
  }, []);
  // As soon as there is a page: a key pressed right then counts.
  useLayoutEffect(
    () =>
      onPageKeys(
        {
          'Mod+k': { says: 'go anywhere', run: openPalette },
          '?': { says: 'all keys', run: () => (overlay.value = 'keys') },
        },
        EVERYWHERE,
      ),
    [],
  );
  const isPalette = overlay.value === 'palette';
  // Nothing takes what is kept for a palette that is not to come any more, such as when somebody has to sign in. At once:
  // the next keys may be for another one.
  useLayoutEffect(() => (isPalette ? () => void takeHeldKeys() : undefined), [isPalette]);
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

/** What is typed right behind its key is for it, although its code may be on its way. */
function openPalette(): void {
  if (overlay.value === 'palette') return;
  holdKeys();
  overlay.value = 'palette';
  loadPalette().catch(takeHeldKeys);
}
