import { effect, signal } from '@preact/signals';
import { readStored, writeStored } from '../ui/stored.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

/** Known to `public/early.js` too, which applies the choice before the first paint. */
const STORAGE_KEY = 'tracewright.theme';

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

/** What the user asked for. */
export const themeChoice: { value: ThemeChoice } = signal<ThemeChoice>(storedChoice());

/** Applies the choice and follows the system where that is the choice. Call once. */
export function followTheme(): void {
  const apply = () => {
    const choice = themeChoice.value;
    const isDark = choice === 'dark' || (choice === 'system' && systemIsDark.matches);
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  };
  effect(() => {
    apply();
    writeStored(STORAGE_KEY, themeChoice.value === 'system' ? null : themeChoice.value);
  });
  systemIsDark.addEventListener('change', apply);
  // Paper is light whatever the screen is. What is drawn by hand hears of it after this, and reads the colours.
  addEventListener('beforeprint', () => {
    document.documentElement.dataset.theme = 'light';
  });
  addEventListener('afterprint', apply);
}

function storedChoice(): ThemeChoice {
  const stored = readStored(STORAGE_KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}
