import type { DatasetSummary, Page } from '@tracewright/schema';
import { type Command, command } from '../command/command.ts';
import { printRows } from '../command/print-table.ts';
import { refOf } from '../datasets/ref-of.ts';
import { CLIENT_OPTIONS, clientOf } from '../server/client-options.ts';

export const datasetsList: Command = command({
  name: 'datasets list',
  says: 'List the datasets, or the versions of one, the newest first.',
  operands: '[name]',
  options: { ...CLIENT_OPTIONS, json: { says: 'print JSON' } },
  async run({ json, ...given }, [name], io) {
    const { datasets, connection } = clientOf(given, io);
    if (name !== undefined) {
      const versions = await datasets.versions(refOf(name).dataset).toArray();
      const columns = {
        VERSION: ({ version }: (typeof versions)[number]) => String(version),
        RECORDS: ({ recordCount }: (typeof versions)[number]) => String(recordCount),
        DIGEST: ({ digest }: (typeof versions)[number]) => digest.slice(0, 12),
        MADE: ({ createdMs }: (typeof versions)[number]) => new Date(createdMs).toISOString(),
        BY: ({ by }: (typeof versions)[number]) => by,
        NOTE: ({ note, pointer }: (typeof versions)[number]) => note ?? pointer?.path ?? '',
      };
      printRows(io, versions, columns, json === true);
      return 0;
    }
    const found: DatasetSummary[] = [];
    for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
      const query = { cursor, limit: 500 };
      const page = await connection.ask<Page<DatasetSummary>>({ method: 'GET', path: '/api/v1/datasets', query });
      found.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    }
    const columns = {
      NAME: ({ name: called }: DatasetSummary) => called,
      VERSION: ({ latestVersion, hasChanges }: DatasetSummary) =>
        `${latestVersion?.version ?? ''}${hasChanges ? ' + changes' : ''}`.trim(),
      RECORDS: ({ recordCount }: DatasetSummary) => String(recordCount),
      CHANGED: ({ updatedNs }: DatasetSummary) => new Date(Number(BigInt(updatedNs) / 1_000_000n)).toISOString(),
      ID: ({ id }: DatasetSummary) => id,
    };
    printRows(io, found, columns, json === true);
    return 0;
  },
});
