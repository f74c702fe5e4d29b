import type { RedactionDryRun } from '@tracewright/schema';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { TEAM_OPTIONS, withWorkspace } from '../teams/ask-workspace.ts';

export const privacyTry: Command = command({
  name: 'privacy try',
  says: 'Say what the rules of a workspace would hide in traces that are stored, which stay as they are.',
  operands: '',
  options: {
    ...TEAM_OPTIONS,
    filter: { value: 'filter', says: 'which traces; default: any' },
    limit: { value: 'count', says: 'of traces, the latest ones; default 100' },
    json: { says: 'print JSON' },
  },
  run({ filter = '', limit = '100', json, ...options }, _, io) {
    if (!/^[1-9]\d{0,3}$/.test(limit)) throw usageError('--limit is a whole number to 1000');
    return withWorkspace(options, io, async (ask) => {
      const answer = await ask('POST', 'redaction/dry-run', { filter, limit: Number(limit) });
      const found = (await answer.json()) as RedactionDryRun;
      if (json === true) io.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
      else {
        for (const { name, matchCount, samples } of found.rules) {
          io.stdout.write(`${name}\t${matchCount}\n`);
          for (const { key, text } of samples) io.stdout.write(`  ${key}: ${JSON.stringify(text)}\n`);
        }
      }
      const { traceCount, spanCount, redactedSpanCount } = found;
      say(io, `of ${spanCount} spans of ${traceCount} traces something would be hidden in ${redactedSpanCount}`);
      return 0;
    });
  },
});
