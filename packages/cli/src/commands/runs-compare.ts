import type { Run } from '@tracewright/client';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { type Columns, printRows } from '../command/print-table.ts';
import { runJson, runValue, valueNames } from '../runs/run-values.ts';
import { CLIENT_OPTIONS, clientOf } from '../server/client-options.ts';

interface Line {
  readonly name: string;
  /** One for each run. */
  readonly values: readonly string[];
}

/** As of a file that changed: 1 where there is a difference. */
export const runsCompare: Command = command({
  name: 'runs compare',
  says: 'Show in what runs differ: their parameters, metrics and how they ended, one run a column.',
  operands: '<run> <run>…',
  options: {
    ...CLIENT_OPTIONS,
    all: { says: 'show what is the same, too' },
    json: { says: 'print JSON' },
  },
  async run({ all, json, ...given }, ids, io) {
    if (ids.length < 2) throw usageError('say two runs or more');
    const client = clientOf(given, io);
    const runs = await Promise.all(ids.map((id) => client.runs.get(id)));
    const lines = linesOf(runs);
    const differing = lines.filter(isDifferent);
    if (json === true) {
      const told = { runs: runs.map(runJson), differing: differing.map(({ name }) => name) };
      io.stdout.write(`${JSON.stringify(told, undefined, 2)}\n`);
    } else {
      const columns: Columns<Line> = {
        '': ({ name }) => name,
        ...Object.fromEntries(headings(runs).map((heading, at) => [heading, ({ values }: Line) => values[at] ?? ''])),
      };
      printRows(io, all === true ? lines : differing, columns, false);
    }
    return differing.length > 0 ? 1 : 0;
  },
});

function linesOf(runs: readonly Run[]): readonly Line[] {
  const own: readonly Line[] = [
    { name: 'experiment', values: runs.map(({ experimentId }) => experimentId) },
    { name: 'status', values: runs.map(({ status }) => status) },
  ];
  const logged = [...valueNames(runs)].sort((a, b) => Number(a > b) - Number(a < b));
  return [...own, ...logged.map((name) => ({ name, values: runs.map((run) => runValue(run, name)) }))];
}

function isDifferent({ values }: Line): boolean {
  return new Set(values).size > 1;
}

/** Names are for people; where two runs have the same, the ends of their ids tell them apart. */
function headings(runs: readonly Run[]): readonly string[] {
  const names = runs.map(({ name }) => name);
  return runs.map(({ id, name }) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} ${id.slice(-8)}`,
  );
}
