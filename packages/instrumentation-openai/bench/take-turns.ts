import type { AppProcess } from './app-process.ts';
import type { Cost } from './measure.ts';
import type { Rounds } from './table.ts';

/** A variant with the processes that run it. */
export interface Contestant {
  readonly name: string;
  readonly apps: readonly AppProcess[];
}

/**
 * Runs a case in all processes, one after the other and round by round, so that a busy machine is as busy for one
 * variant as for the other. What a round costs a variant is what it costs the cheapest of its processes: what V8
 * compiles, and how well, differs from process to process, in streams by a third of the whole cost.
 *
 * @param warmUpRounds rounds that do not count, until the compiler has come to rest
 */
export async function takeTurns(
  contestants: readonly Contestant[],
  caseName: string,
  warmUpRounds: number,
  rounds: number,
): Promise<Rounds> {
  const costs = new Map(contestants.map(({ name }) => [name, [] as Cost[]]));
  for (let round = -warmUpRounds; round < rounds; round++) {
    // Whoever goes first finds the machine in another state than who goes last.
    const start = (round + warmUpRounds) % contestants.length;
    for (const { name, apps } of [...contestants.slice(start), ...contestants.slice(0, start)]) {
      const ofProcesses: Cost[] = [];
      for (const app of apps) ofProcesses.push(await app.round(caseName));
      if (round >= 0) costs.get(name)?.push(cheapest(ofProcesses));
    }
  }
  return costs;
}

function cheapest(costs: readonly Cost[]): Cost {
  return {
    callUs: Math.min(...costs.map(({ callUs }) => callUs)),
    totalUs: Math.min(...costs.map(({ totalUs }) => totalUs)),
    bytes: Math.min(...costs.map(({ bytes }) => bytes)),
  };
}
