/**
 * `node packages/instrumentation-openai/bench/run.ts [--peers] [--rounds=n] [--processes=n] [--only=text] [--app=folder]`:
 * what tracing adds to a call of the SDK, by the built packages; and to the start of an app in the folder
 * (`--only=imports`: that alone). Every variant has processes of its own, so that each is compiled for what it does.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { AppSettings } from './app.ts';
import { startApp } from './app-process.ts';
import { CASES } from './cases.ts';
import { importLines } from './import-cost.ts';
import { startModelServer, startSink } from './servers.ts';
import { caseLines, TABLE_HEAD } from './table.ts';
import { takeTurns } from './take-turns.ts';
import type { Variant } from './variants.ts';

const APP = new URL('./app.ts', import.meta.url);

const { values } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '15' },
    processes: { type: 'string', default: '3' },
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

const contestants = await Promise.all(
  wanted.map(async ({ name }) => {
    const sink = await startSink();
    const common = { variantsFile, variant: name, openaiFrom: variantsFile, endpoint: sink.url };
    const settings: AppSettings = { ...common, modelServer: `${modelServer.url}/v1` };
    const apps = Array.from({ length: Number(values.processes) }, () => startApp(APP, settings));
    return { name, sink, apps: await Promise.all(apps) };
  }),
);

console.log(
  `Node.js ${process.version}; ${values.rounds} rounds of ${values.processes} processes; median (difference of the minima)\n`,
);
console.log(TABLE_HEAD.join('\n'));
let callsMade = 0;
for (const { name, calls, warmUpRounds } of cases) {
  const costs = await takeTurns(contestants, name, warmUpRounds, Number(values.rounds));
  console.log(caseLines(name, costs).join('\n'));
  callsMade += calls * (warmUpRounds + Number(values.rounds)) * Number(values.processes);
}

console.log(
  `\nspans received for ${callsMade} calls: ${contestants.map(({ name, sink }) => `${name} ${sink.spans}`).join(', ')}`,
);
for (const { apps, sink } of contestants) {
  for (const app of apps) app.stop();
  sink.close();
}
modelServer.close();
if (!values.peers && 'imports'.includes(values.only))
  console.log(`\n${importLines(values.app, Number(values.rounds)).join('\n')}`);
