import { type Signal, signal } from '@preact/signals';

/** What can lie above every page, one at a time. */
export type Overlay = 'palette' | 'keys';

/** What is open above the page. */
export const overlay: Signal<Overlay | undefined> = signal(undefined);
