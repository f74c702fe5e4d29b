import { setTimeout as wait } from 'node:timers/promises';

/** How fast the server answers. Ranges of milliseconds, from least to most. */
export interface Pace {
  readonly firstTokenMs: readonly [least: number, most: number];
  /** Between two pieces of an answer, streamed or not. */
  readonly betweenPiecesMs: readonly [least: number, most: number];
}

/** About the pace of a small hosted model. */
export const REALISTIC: Pace = { firstTokenMs: [150, 400], betweenPiecesMs: [15, 30] };

/** For tests: no waiting at all. */
export const INSTANT: Pace = { firstTokenMs: [0, 0], betweenPiecesMs: [0, 0] };

/** The waits of one answer. */
export interface Waits {
  /** Rejects as soon as the client is gone. */
  firstToken(): Promise<void>;
  pieces(count: number): Promise<void>;
}

/** The same `seed` gives the same waits, so that a demo looks the same each time. `demo-large` takes twice as long. */
export function waitsOf(pace: Pace, seed: string, model: string, signal: AbortSignal): Waits {
  const factor = model === 'demo-large' ? 2 : 1;
  let state = hashOf(seed);
  const next = ([least, most]: readonly [number, number]) => {
    // A linear congruential generator (Numerical Recipes): enough to look uneven.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return factor * (least + (state / 2 ** 32) * (most - least));
  };
  return {
    firstToken: () => pause(next(pace.firstTokenMs), signal),
    pieces: (count) => {
      let totalMs = 0;
      for (let piece = 0; piece < count; piece++) totalMs += next(pace.betweenPiecesMs);
      return pause(totalMs, signal);
    },
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (ms > 0) await wait(ms, undefined, { signal });
}

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}
