/**
 * `node packages/instrumentation-openai/bench/run.ts [--peers] [--rounds=n] [--only=text] [--app=folder]`: what tracing
 * adds to a call of the SDK, by the built packages; and to the start of an app in the folder (`--only=imports`: that
 * alone). Every variant is a process of its own, so that each is compiled for what it does; they take turns round by
 * round, so that a busy machine is as busy for one as for the other.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { AppSettings } from './app.ts';
import { startApp } from './app-process.ts';
import { CASES } from './cases.ts';
import { importLines } from './import-cost.ts';
import type { Cost } from './measure.ts';
import { startModelServer, startSink } from './servers.ts';
import { caseLines, TABLE_HEAD } from './table.ts';
import type { Variant } from './variants.ts';

/** Enough for the compiler to come to rest. */
const WARM_UP_ROUNDS = 25;

const APP = new URL('./app.ts', import.meta.url);

const { values } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '15' },
    only: { type: 'string', default: '' },
    app: { type: 'string', default: fileURLToPath(new URL('.', import.meta.url)) },
    variants: { type: 'string', default: '' },
  },
});
const variantsFile = fileURLToPath(new URL(values.peers ? './peers/variants.mjs' : './variants.ts', import.meta.url));
const { VARIANTS } = (await import(variantsFile)) as { VARIANTS: readonly Variant[] };
const modelServer = await startModelServer();
const wanted = VARIANTS.filter(({ name }, i) => i === 0 || name.includes(values.variants));
const cases = CASES.filter(({ name }) => name.includes(values.only));

const apps = await Promise.all(
  wanted.map(async ({ name }) => {
    const sink = await startSink();
    const settings = { variantsFile, variant: name, openaiFrom: variantsFile, endpoint: sink.url };
    return {
      name,
      sink,
      app: await startApp(APP, { ...settings, modelServer: `${modelServer.url}/v1` } satisfies AppSettings),
    };
  }),
);

console.log(`Node.js ${process.version}; ${values.rounds} rounds; median (difference of the minima)\n`);
console.log(TABLE_HEAD.join('\n'));
let callsMade = 0;
for (const benchCase of cases) {
  const rounds = new Map(apps.map(({ name }) => [name, [] as Cost[]]));
  for (let round = -WARM_UP_ROUNDS; round < Number(values.rounds); round++) {
    // Whoever goes first finds the machine in another state than who goes last.
    const start = (round + WARM_UP_ROUNDS) % apps.length;
    for (const { name, app } of [...apps.slice(start), ...apps.slice(0, start)]) {
      const cost = await app.round(benchCase.name);
      if (round >= 0) rounds.get(name)?.push(cost);
    }
    callsMade += benchCase.calls;
  }
  console.log(caseLines(benchCase.name, rounds).join('\n'));
}

console.log(
  `\nspans received for ${callsMade} calls: ${apps.map(({ name, sink }) => `${name} ${sink.spans}`).join(', ')}`,
);
for (const { app, sink } of apps) {
  app.stop();
  sink.close();
}
modelServer.close();
if (!values.peers && 'imports'.includes(values.only))
  console.log(`\n${importLines(values.app, Number(values.rounds)).join('\n')}`);
