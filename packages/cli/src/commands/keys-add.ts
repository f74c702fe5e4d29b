import type { AccessScope } from '@tracewright/schema';
import { WORKSPACE_OPTION, withAccess } from '../access/with-access.ts';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';

const DAY_MS = 86_400_000;
const SCOPES: readonly AccessScope[] = ['ingest', 'read', 'write', 'admin'];

export const keysAdd: Command = command({
  name: 'keys add',
  says: 'Make a key for a program, and print it: it is told this once.',
  operands: '<name>',
  options: {
    ...WORKSPACE_OPTION,
    scopes: { value: 'list', says: 'of ingest, read, write and admin; default ingest' },
    experiments: { value: 'list', says: 'of ids of the only experiments that it is for; default all' },
    days: { value: 'days', says: 'until it expires; default never' },
    'requests-per-second': { value: 'count', says: 'at most; default what is set for all keys' },
    'bytes-per-second': { value: 'count', says: 'at most; default what is set for all keys' },
  },
  async run({ data, workspace = 'default', scopes = 'ingest', experiments, days, ...rates }, operands, io) {
    const [name, ...more] = operands;
    if (name === undefined || more.length > 0) throw usageError('say one name');
    const lasting = positive('days', days);
    const wanted = {
      ...{ workspaceId: workspace, name, scopes: listOf(scopes).map(scopeOf) },
      experiments: experiments === undefined ? undefined : listOf(experiments),
      createdBy: io.env.USER || 'command line',
      expiresMs: lasting === undefined ? undefined : Date.now() + lasting * DAY_MS,
      requestsPerSecond: positive('requests-per-second', rates['requests-per-second']),
      bytesPerSecond: positive('bytes-per-second', rates['bytes-per-second']),
    };
    return withAccess(data, io, async (access) => {
      const { id, key } = await access.addKey(wanted);
      say(io, `Key ${id}, which is nowhere else:`);
      io.stdout.write(`${key}\n`);
    });
  },
});

function listOf(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim());
}

function scopeOf(text: string): AccessScope {
  const scope = SCOPES.find((known) => known === text);
  if (scope === undefined) throw usageError(`--scopes has ${SCOPES.join(', ')}, not ${JSON.stringify(text)}`);
  return scope;
}

function positive(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,11}$/.test(text)) throw usageError(`--${option} is a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}
