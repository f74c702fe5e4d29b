import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/**
 * How a line is: as it should be; late with every piece; down, so that nobody gets through and those who were are cut
 * off; cutting each connection in the midst of what is sent; or silent, so that all stay connected and nothing arrives.
 */
export type LineMood = 'well' | 'slow' | 'down' | 'cutting' | 'silent';

/** A line to a server, over TCP, on which things go wrong. */
export interface FaultyLine {
  readonly port: number;
  /** Open at the moment. */
  connections(): number;
  /** What is on its way is cut where it no longer gets through, and arrives where it does again. */
  setMood(mood: LineMood): void;
}

/** How late each piece is on a slow line, either way. */
const SLOW_MS = 150;
/** What a connection that is cut has carried, either way: within an answer, or within a question. */
const CUT_AFTER_BYTES = 2_000;

export async function faultyLine(target: { readonly host: string; readonly port: number }): Promise<FaultyLine> {
  let mood: LineMood = 'well';
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((client) => {
    client.on('error', () => {});
    if (mood === 'down') return void client.resetAndDestroy();
    const upstream = connect(target);
    upstream.on('error', () => {});
    const pair = [client, upstream] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [upstream, client] as const]) {
      from.once('close', () => {
        pairs.delete(pair);
        to.destroy();
      });
      let carried = 0;
      let order = Promise.resolve();
      from.on('data', (piece) => {
        carried += piece.length;
        order = order.then(() => carry(piece, carried, from, to));
      });
    }
  });

  async function carry(piece: Buffer, carried: number, from: Socket, to: Socket): Promise<void> {
    if (mood === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    if (mood === 'cutting' && carried > CUT_AFTER_BYTES) return void reset([from, to]);
    // What was sent into the silence comes when it is over, as TCP sends again.
    if (mood === 'silent') await new Promise<void>((resolve) => waiting.add(resolve));
    if (!to.destroyed) to.write(piece);
  }

  const waiting = new Set<() => void>();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const pair of pairs) reset(pair);
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => pairs.size,
    setMood: (next) => {
      mood = next;
      if (mood === 'down') for (const pair of pairs) reset(pair);
      if (mood === 'silent') return;
      for (const go of waiting) go();
      waiting.clear();
    },
  };
}

/** Lets a line go through moods, each for so many ms. */
export async function goThrough(line: FaultyLine, moods: readonly (readonly [LineMood, number])[]): Promise<void> {
  for (const [mood, ms] of moods) {
    line.setMood(mood);
    await delay(ms);
  }
}

function reset(pair: readonly [Socket, Socket]): void {
  for (const socket of pair) socket.resetAndDestroy();
}
