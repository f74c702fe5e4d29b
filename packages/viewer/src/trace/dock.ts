import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { readStored, writeStored } from '../ui/stored.ts';

/** Where the details of the selected span are. */
export type DockSide = 'right' | 'bottom';

const SIDE_KEY = 'tracewright.details-side';
const HIDDEN_KEY = 'tracewright.details-hidden';

// A matter of the screen that one sits at, not of what is looked at: kept by the browser rather than in the URL.
const side: Signal<DockSide> = signal(readStored(SIDE_KEY) === 'bottom' ? 'bottom' : 'right');
const isHidden: Signal<boolean> = signal(readStored(HIDDEN_KEY) === '1');

/** Undefined: they are hidden. */
export const dock: ReadonlySignal<DockSide | undefined> = computed(() => (isHidden.value ? undefined : side.value));

export function dockDetails(wanted: DockSide): void {
  side.value = wanted;
  writeStored(SIDE_KEY, wanted === 'right' ? null : wanted);
}

/** Hides the details, or shows them where they were. */
export function toggleDetails(): void {
  isHidden.value = !isHidden.value;
  writeStored(HIDDEN_KEY, isHidden.value ? '1' : null);
}
