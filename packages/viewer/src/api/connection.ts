import { type ReadonlySignal, signal } from '@preact/signals';

export type Connection =
  | { readonly state: 'ok' }
  /** Since when nothing has been answered, ms since the epoch. */
  | { readonly state: 'lost'; readonly sinceMs: number };

const current = signal<Connection>({ state: 'ok' });

/** Whether the collector answered the last request. Every page shows it; every request keeps it up to date. */
export const connection: ReadonlySignal<Connection> = current;

/** Notes how a request went. */
export function noteAnswer(isAnswered: boolean): void {
  if (isAnswered) {
    if (current.peek().state !== 'ok') current.value = { state: 'ok' };
  } else if (current.peek().state === 'ok') current.value = { state: 'lost', sinceMs: Date.now() };
}
