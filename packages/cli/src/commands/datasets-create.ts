import { text as readAll } from 'node:stream/consumers';
import {
  fromCsv,
  fromFeedback,
  fromJsonl,
  fromTraces,
  type NewDatasetVersion,
  type RowMapping,
} from '@tracewright/client';
import { fromFile, readDvcPointer } from '@tracewright/client/node';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { type Io, say } from '../command/io.ts';
import { parseCount } from '../command/parse-count.ts';
import { CLIENT_OPTIONS, clientOf } from '../server/client-options.ts';

export const datasetsCreate: Command = command({
  name: 'datasets create',
  says: 'Make a version of a dataset of a file (.csv, .jsonl; - for standard input), of traces, or of what it holds now.',
  operands: '<name> [file]',
  options: {
    ...CLIENT_OPTIONS,
    inputs: { value: 'columns', says: 'of the file, separated by commas; default all that are nothing else' },
    expectations: { value: 'columns', says: 'of the file that say what is expected' },
    traces: { value: 'filter', says: 'makes records of the traces that it finds, such as "status = ok"' },
    feedback: { says: 'of those traces alone about which somebody has said something' },
    limit: { value: 'count', says: 'of traces; default 1000' },
    dvc: { value: 'file', says: 'a .dvc file whose data the version stands for' },
    add: { says: 'to the records that it has, instead of being all of them' },
    csv: { says: 'what comes on standard input is no JSON, but comma-separated values' },
    note: { value: 'text', says: 'what has changed' },
  },
  async run({ inputs, expectations, traces, feedback, limit, dvc, add, csv, note, ...given }, [name, file], io) {
    if (name === undefined) throw usageError('say the name of the dataset');
    if (file !== undefined && (traces !== undefined || feedback)) {
      throw usageError('records are of a file or of traces, not of both');
    }
    const mapping = {
      ...(inputs !== undefined && { inputs: listOf(inputs) }),
      ...(expectations !== undefined && { expectations: listOf(expectations) }),
    };
    const records =
      file !== undefined
        ? await recordsOf(file, mapping, csv === true, io)
        : tracesOf(traces, feedback === true, limit === undefined ? undefined : parseCount('limit', limit, 10_000));
    const made = await clientOf(given, io).datasets.register({
      name,
      ...(records !== undefined && { records }),
      ...(add && { mode: 'add' as const }),
      ...(dvc !== undefined && { pointer: await readDvcPointer(dvc) }),
      ...(note !== undefined && { note }),
    });
    const count = made.recordCount === 1 ? '1 record' : `${made.recordCount} records`;
    const what = `version ${made.version} of ${made.name}, ${count}, ${made.digest.slice(0, 12)}`;
    say(io, made.isNew ? what : `nothing has changed: it is ${what}`);
    io.stdout.write(`${made.name}/${made.version}\n`);
    return 0;
  },
});

async function recordsOf(
  file: string,
  mapping: RowMapping,
  isCsv: boolean,
  io: Io,
): Promise<NonNullable<NewDatasetVersion['records']>> {
  if (file !== '-') return fromFile(file, mapping);
  const text = await readAll(io.stdin);
  return isCsv ? fromCsv(text, mapping) : fromJsonl(text, mapping);
}

function tracesOf(
  filter: string | undefined,
  hasFeedback: boolean,
  limit: number | undefined,
): NewDatasetVersion['records'] | undefined {
  const most = limit === undefined ? {} : { limit };
  if (hasFeedback) return fromFeedback(filter, most);
  return filter === undefined ? undefined : fromTraces(filter, most);
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
