import type { AuditCheck } from '@tracewright/schema';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { TEAM_OPTIONS, withWorkspace } from '../teams/ask-workspace.ts';

/** Ends with 1 where something was changed, taken out, put in between, moved or cut off. */
export const auditVerify: Command = command({
  name: 'audit verify',
  says: 'Verify the chain of the audit log of a workspace, and print its end to be kept elsewhere.',
  operands: '',
  options: {
    ...TEAM_OPTIONS,
    head: { value: 'end', says: 'that was printed before: nothing up to there may have changed' },
    json: { says: 'print what was found as JSON' },
  },
  run({ head, json, ...options }, _, io) {
    if (head !== undefined && !/^\d+:[0-9a-f]{64}$/.test(head)) {
      throw usageError('--head is a number, a colon and 64 hex digits, as they were printed');
    }
    return withWorkspace(options, io, async (ask) => {
      const query = head === undefined ? '' : `?head=${head}`;
      const check = (await (await ask('GET', `audit/verify${query}`)).json()) as AuditCheck;
      const { isWhole, count, findings, unclosed } = check;
      if (json === true) io.stdout.write(`${JSON.stringify(check, null, 2)}\n`);
      else if (check.head !== null) io.stdout.write(`${check.head.seq}:${check.head.hash}\n`);
      for (const { seq, problem, message } of findings) say(io, `entry ${seq}: ${problem}: ${message}`);
      for (const { writer, lastNs } of unclosed) {
        const last = new Date(Number(BigInt(lastNs) / 1_000_000n)).toISOString();
        say(
          io,
          `the collector ${writer} did not say that it stopped: entries after ${last} may never have been stored`,
        );
      }
      say(io, isWhole ? `${count} entries, the chain holds` : `${count} entries, the chain does not hold`);
      return isWhole ? 0 : 1;
    });
  },
});
