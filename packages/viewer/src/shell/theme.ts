import { effect, signal } from '@preact/signals';

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
    store(themeChoice.value);
  });
  systemIsDark.addEventListener('change', apply);
}

function storedChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

function store(choice: ThemeChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, choice);
  } catch {
    // Storage can be forbidden; the choice then lasts as long as the page.
  }
}
