import { TracewrightClient } from '@tracewright/client';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { printRows } from '../command/print-table.ts';
import { ImportJob } from '../mlflow-import/import-job.ts';
import { importMlflow } from '../mlflow-import/import-mlflow.ts';
import { KINDS } from '../mlflow-import/tally.ts';
import { CLIENT_OPTIONS, clientOf } from '../server/client-options.ts';

/** Begun anew it goes on where it stopped; done again it adds what is new. */
export const mlflowImport: Command = command({
  name: 'mlflow import',
  says: 'Bring experiments, runs, files, models, prompts, datasets and traces over from a running MLflow server.',
  operands: '<address>',
  options: {
    experiments: { value: 'list', says: 'of names, separated by commas; default all' },
    'from-user': { value: 'name', says: 'that the MLflow server asks for; default MLFLOW_TRACKING_USERNAME' },
    'from-password': { value: 'password', says: 'default MLFLOW_TRACKING_PASSWORD' },
    'from-token': { value: 'token', says: 'in place of both; default MLFLOW_TRACKING_TOKEN' },
    ...CLIENT_OPTIONS,
    json: { says: 'print the counts as JSON' },
  },
  async run({ experiments, json, ...given }, [address, ...more], io) {
    if (address === undefined || more.length > 0) throw usageError('say the address of one MLflow server');
    const { MLFLOW_TRACKING_TOKEN, MLFLOW_TRACKING_USERNAME, MLFLOW_TRACKING_PASSWORD } = io.env;
    const source = new TracewrightClient({
      url: address,
      key: given['from-token'] ?? MLFLOW_TRACKING_TOKEN,
      username: given['from-user'] ?? MLFLOW_TRACKING_USERNAME ?? '',
      password: given['from-password'] ?? MLFLOW_TRACKING_PASSWORD,
    });
    const target = clientOf(given, io);
    if (source.connection.url === target.connection.url) throw usageError('both servers are the same one');
    const job = new ImportJob(source, target, (text) => say(io, text));
    await importMlflow(
      job,
      experiments?.split(',').map((name) => name.trim()),
    );
    const rows = KINDS.map((kind) => ({ kind, ...job.tallies[kind] }));
    type Row = (typeof rows)[number];
    const columns = {
      KIND: ({ kind }: Row) => kind,
      FOUND: ({ found }: Row) => String(found),
      ADDED: ({ added }: Row) => String(added),
      KNOWN: ({ known }: Row) => String(known),
      FAILED: ({ failed }: Row) => String(failed),
    };
    printRows(io, rows, columns, json === true);
    return rows.every(({ failed }) => failed === 0) ? 0 : 1;
  },
});
