import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { type Command, command } from '../command/command.ts';
import { TEAM_OPTIONS, withWorkspace } from '../teams/ask-workspace.ts';

export const auditExport: Command = command({
  name: 'audit export',
  says: 'Print the audit log of a workspace, a line of JSON for each entry.',
  operands: '',
  options: { ...TEAM_OPTIONS, csv: { says: 'print CSV instead' } },
  run: ({ csv, ...options }, _, io) =>
    withWorkspace(options, io, async (ask) => {
      const { body } = await ask('GET', `audit/export?format=${csv === true ? 'csv' : 'jsonl'}`);
      if (body === null) return 0;
      for await (const piece of Readable.fromWeb(body as ReadableStream)) io.stdout.write(piece);
      return 0;
    }),
});
