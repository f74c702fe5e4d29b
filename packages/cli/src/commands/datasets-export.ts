import { exportRecords } from '@tracewright/client';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { refOf } from '../datasets/ref-of.ts';
import { CLIENT_OPTIONS, clientOf } from '../server/client-options.ts';

export const datasetsExport: Command = command({
  name: 'datasets export',
  says: 'Print the records of a version, such as returns/2, or of what a dataset holds now, as lines of JSON.',
  operands: '<name>',
  options: { ...CLIENT_OPTIONS, csv: { says: 'print comma-separated values' } },
  async run({ csv, ...given }, [name], io) {
    if (name === undefined) throw usageError('say a dataset, such as returns or returns/2');
    const loaded = await clientOf(given, io).datasets.load<object, object>(refOf(name));
    for await (const text of exportRecords(loaded.records(), csv ? 'csv' : 'jsonl')) io.stdout.write(text);
    say(io, `${loaded.recordCount} records of ${loaded.name}/${loaded.version ?? 'latest'}`);
    return 0;
  },
});
