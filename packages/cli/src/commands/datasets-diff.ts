import type { DatasetChange } from '@tracewright/client';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { printRows } from '../command/print-table.ts';
import { refOf } from '../datasets/ref-of.ts';
import { CLIENT_OPTIONS, clientOf } from '../server/client-options.ts';

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;
/** Of a record's inputs, for the table. */
const BRIEF_LENGTH = 80;

export const datasetsDiff: Command = command({
  name: 'datasets diff',
  says: 'Say which records differ between two versions, and in which fields; exit code 1 if any do.',
  operands: '<name/1> <name/2>',
  options: { ...CLIENT_OPTIONS, json: { says: 'print JSON' } },
  async run({ json, ...given }, [before, after], io) {
    if (before === undefined || after === undefined) throw usageError('say two versions, such as returns/1 returns/2');
    const diff = await clientOf(given, io).datasets.diff(refOf(before), refOf(after));
    if (json) {
      io.stdout.write(`${JSON.stringify(diff, null, 2)}\n`);
    } else {
      const columns = {
        ' ': ({ kind }: DatasetChange) => SIGNS[kind],
        RECORD: ({ id }: DatasetChange) => id,
        FIELDS: ({ paths }: DatasetChange) => paths.join(', '),
        INPUTS: (change: DatasetChange) => brief(change.after ?? change.before),
      };
      if (diff.items.length > 0) printRows(io, diff.items, columns, false);
      say(io, `${diff.added} added, ${diff.removed} removed, ${diff.changed} changed, ${diff.same} the same`);
    }
    return diff.items.length === 0 ? 0 : 1;
  },
});

function brief(record: DatasetChange['after']): string {
  const text = JSON.stringify(record?.inputs ?? {});
  return text.length > BRIEF_LENGTH ? `${text.slice(0, BRIEF_LENGTH)}…` : text;
}
