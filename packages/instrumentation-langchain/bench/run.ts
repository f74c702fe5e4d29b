/**
 * `node packages/instrumentation-langchain/bench/run.ts [--peers] [--rounds=n] [--only=text]`: what tracing adds to a
 * call of a chain, by the built packages. Every variant is a process of its own, so that each is compiled for what it
 * does; they take turns round by round, so that a busy machine is as busy for one as for the other.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startApp } from '../../instrumentation-openai/bench/app-process.ts';
import type { Cost } from '../../instrumentation-openai/bench/measure.ts';
import { startSink } from '../../instrumentation-openai/bench/servers.ts';
import { caseLines, TABLE_HEAD } from '../../instrumentation-openai/bench/table.ts';
import { CASES } from './cases.ts';
import type { Variant } from './variants.ts';

/** Enough for the compiler to come to rest: rounds are short. */
const WARM_UP_ROUNDS = 40;

const APP = new URL('./app.ts', import.meta.url);

const { values } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '25' },
    only: { type: 'string', default: '' },
  },
});
const variantsFile = fileURLToPath(new URL(values.peers ? './peers/variants.mjs' : './variants.ts', import.meta.url));
const { VARIANTS } = (await import(variantsFile)) as { VARIANTS: readonly Variant[] };
const cases = CASES.filter(({ name }) => name.includes(values.only));

const apps = await Promise.all(
  VARIANTS.map(async ({ name }) => {
    const sink = await startSink();
    return { name, sink, app: await startApp(APP, { variantsFile, variant: name, endpoint: sink.url }) };
  }),
);

console.log(`Node.js ${process.version}; ${values.rounds} rounds; median (difference of the minima)\n`);
console.log(TABLE_HEAD.join('\n'));
for (const { name } of cases) {
  const rounds = new Map(apps.map((each) => [each.name, [] as Cost[]]));
  for (let round = -WARM_UP_ROUNDS; round < Number(values.rounds); round++) {
    // Whoever goes first finds the machine in another state than who goes last.
    const start = (round + WARM_UP_ROUNDS) % apps.length;
    for (const { name: variant, app } of [...apps.slice(start), ...apps.slice(0, start)]) {
      const cost = await app.round(name);
      if (round >= 0) rounds.get(variant)?.push(cost);
    }
  }
  console.log(caseLines(name, rounds).join('\n'));
}
console.log(`\nspans received: ${apps.map(({ name, sink }) => `${name} ${sink.spans}`).join(', ')}`);
for (const { app, sink } of apps) {
  app.stop();
  sink.close();
}
