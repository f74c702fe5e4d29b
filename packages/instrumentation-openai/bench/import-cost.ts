import { spawnSync } from 'node:child_process';
import { median } from './table.ts';

/** What an app does before its first call. CPU time is taken at the end of each script, and for the last two also later. */
const SCRIPTS: ReadonlyArray<readonly [name: string, source: string]> = [
  ['nothing', ''],
  [
    'OTel SDK',
    `import '@opentelemetry/api'; import '@opentelemetry/core'; import '@opentelemetry/resources';
     import '@opentelemetry/sdk-trace-base'; import '@opentelemetry/context-async-hooks';`,
  ],
  [
    'OTel SDK with its OTLP exporter',
    `import '@opentelemetry/api'; import '@opentelemetry/core'; import '@opentelemetry/resources';
     import '@opentelemetry/sdk-trace-base'; import '@opentelemetry/context-async-hooks';
     import '@opentelemetry/exporter-trace-otlp-http';`,
  ],
  ['autolog()', `import { autolog } from '@tracewright/autolog'; autolog();`],
  [
    'autolog(), with what it loads in the background',
    `import { autolog } from '@tracewright/autolog'; autolog();
     await new Promise((resolve) => setTimeout(resolve, 400));`,
  ],
];

const REPORT = `
;process.stdout.write(JSON.stringify({ user: process.cpuUsage().user, wall: performance.now() })); process.reallyExit(0);`;

interface Start {
  readonly user: number;
  readonly wall: number;
}

/**
 * Lines about the time that loading takes: each script in a process of its own, one after the other, over and over.
 *
 * @param app Folder that the scripts are run in, with the packages in reach.
 */
export function importLines(app: string, repeats: number): string[] {
  const starts = SCRIPTS.map((): Start[] => []);
  for (let i = 0; i < repeats; i++) {
    for (const [index, [, source]] of SCRIPTS.entries()) starts[index]?.push(start(app, source));
  }
  return [
    '| loading | user CPU, ms | wall, ms |',
    '| - | -: | -: |',
    ...SCRIPTS.map(([name], index) => {
      const all = starts[index] ?? [];
      const cell = (values: readonly number[]): string =>
        `${median(values).toFixed(0)} (${Math.min(...values).toFixed(0)})`;
      return `| ${name} | ${cell(all.map(({ user }) => user / 1000))} | ${cell(all.map(({ wall }) => wall))} |`;
    }),
  ];
}

function start(app: string, source: string): Start {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source + REPORT], {
    cwd: app,
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Start;
}
