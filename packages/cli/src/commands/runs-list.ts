import type { Run, RunOrder } from '@tracewright/client';
import { type Command, command } from '../command/command.ts';
import { CommandError, usageError } from '../command/command-error.ts';
import { type Columns, printRows } from '../command/print-table.ts';
import { isRunValue, runJson, runValue, valueNames } from '../runs/run-values.ts';
import { CLIENT_OPTIONS, clientOf } from '../server/client-options.ts';

/** As many values as a terminal has room for. */
const USUAL_COLUMNS = 6;
const USUAL_LIMIT = '50';

export const runsList: Command = command({
  name: 'runs list',
  says: 'List the runs of experiments, of all if none is named, those that began last first.',
  operands: '[experiment…]',
  options: {
    ...CLIENT_OPTIONS,
    filter: { value: 'filter', says: 'such as "params.model = \'small\' AND metrics.accuracy > 0.9"' },
    order: { value: 'list', says: 'such as "metrics.accuracy DESC, start_time"' },
    columns: { value: 'list', says: 'such as params.model,metrics.accuracy; default what most of the runs have' },
    limit: { value: 'count', says: `of runs; default ${USUAL_LIMIT}` },
    json: { says: 'print JSON' },
  },
  async run({ filter, order, columns, limit = USUAL_LIMIT, json, ...given }, names, io) {
    if (!/^[1-9]\d{0,6}$/.test(limit)) throw usageError(`--limit is a whole number, not ${JSON.stringify(limit)}`);
    const shown = columns === undefined ? undefined : listOf(columns);
    const unknown = shown?.find((name) => !isRunValue(name));
    if (unknown !== undefined) {
      throw usageError(`--columns are params.…, metrics.… and tags.…, not ${JSON.stringify(unknown)}`);
    }
    const client = clientOf(given, io);
    const experiments = new Map<string, string>();
    if (names.length === 0) for await (const { id, name } of client.experiments.search()) experiments.set(id, name);
    for (const name of names) {
      const experiment = await client.experiments.getByName(name);
      if (experiment === undefined) throw new CommandError(`there is no experiment ${JSON.stringify(name)}`);
      experiments.set(experiment.id, name);
    }
    const search = {
      experimentIds: [...experiments.keys()],
      orderBy: listOf(order ?? '') as readonly RunOrder[],
      ...(filter === undefined ? {} : { filter }),
      pageSize: Math.min(Number(limit), 1_000),
    };
    const runs = await client.runs.search(search).toArray(Number(limit));
    if (json === true) {
      io.stdout.write(`${JSON.stringify(runs.map(runJson), undefined, 2)}\n`);
      return 0;
    }
    const values = shown ?? valueNames(runs).slice(0, USUAL_COLUMNS);
    const table: Columns<Run> = {
      RUN: ({ id }) => id,
      NAME: ({ name }) => name,
      ...(experiments.size === 1 ? {} : { EXPERIMENT: ({ experimentId }) => experiments.get(experimentId) ?? '' }),
      STATUS: ({ status }) => status,
      STARTED: ({ startMs }) => new Date(startMs).toISOString(),
      ...Object.fromEntries(values.map((name) => [name, (run: Run) => runValue(run, name)])),
    };
    printRows(io, runs, table, false);
    return 0;
  },
});

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
