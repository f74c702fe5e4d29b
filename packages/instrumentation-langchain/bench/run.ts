/**
 * `node packages/instrumentation-langchain/bench/run.ts [--peers] [--rounds=n] [--processes=n] [--only=text]`: what
 * tracing adds to a call of a chain, by the built packages. Every variant has processes of its own, so that each is
 * compiled for what it does; they take turns round by round, so that a busy machine is as busy for one as for the other.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startApp } from '../../instrumentation-openai/bench/app-process.ts';
import { startSink } from '../../instrumentation-openai/bench/servers.ts';
import { caseLines, TABLE_HEAD } from '../../instrumentation-openai/bench/table.ts';
import { takeTurns } from '../../instrumentation-openai/bench/take-turns.ts';
import { CASES } from './cases.ts';
import type { Variant } from './variants.ts';

/** Enough for the compiler to come to rest: what runs once in a call is compiled well after thousands of them. */
const WARM_UP_ROUNDS = 150;

const APP = new URL('./app.ts', import.meta.url);

const { values } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '25' },
    processes: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
  },
});
const variantsFile = fileURLToPath(new URL(values.peers ? './peers/variants.mjs' : './variants.ts', import.meta.url));
const { VARIANTS } = (await import(variantsFile)) as { VARIANTS: readonly Variant[] };
const cases = CASES.filter(({ name }) => name.includes(values.only));

const contestants = await Promise.all(
  VARIANTS.map(async ({ name }) => {
    const sink = await startSink();
    const settings = { variantsFile, variant: name, endpoint: sink.url };
    const apps = Array.from({ length: Number(values.processes) }, () => startApp(APP, settings));
    return { name, sink, apps: await Promise.all(apps) };
  }),
);

console.log(
  `Node.js ${process.version}; ${values.rounds} rounds of ${values.processes} processes; median (difference of the minima)\n`,
);
console.log(TABLE_HEAD.join('\n'));
for (const { name } of cases) {
  const costs = await takeTurns(contestants, name, WARM_UP_ROUNDS, Number(values.rounds));
  console.log(caseLines(name, costs).join('\n'));
}
console.log(`\nspans received: ${contestants.map(({ name, sink }) => `${name} ${sink.spans}`).join(', ')}`);
for (const { apps, sink } of contestants) {
  for (const app of apps) app.stop();
  sink.close();
}
