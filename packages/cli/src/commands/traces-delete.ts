import type { DeletedTraces } from '@tracewright/schema';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { type Io, say } from '../command/io.ts';
import { SERVER_OPTIONS, type Server, withServer } from '../server/server.ts';

const NOT_THERE = 404;

/** Feedback and tags go with their traces. Nothing goes without `--yes`: there is no way back. */
export const tracesDelete: Command = command({
  name: 'traces delete',
  says: 'Delete traces by their ids or by a filter.',
  operands: '[trace id …]',
  options: {
    ...SERVER_OPTIONS,
    filter: { value: 'filter', says: 'which traces, such as "time < \'2026-01-01\'"' },
    yes: { says: 'really delete them; without it they are only counted' },
  },
  run({ filter, yes, ...options }, ids, io) {
    if ((filter === undefined) === (ids.length === 0)) throw usageError('say either ids or --filter');
    return withServer(options, io, (server) =>
      filter === undefined ? deleteIds(server, ids, yes === true, io) : deleteFound(server, filter, yes === true, io),
    );
  },
});

async function deleteFound(server: Server, filter: string, isMeant: boolean, io: Io): Promise<number> {
  const query = new URLSearchParams({ filter, dryRun: isMeant ? '0' : '1' });
  const response = await server.request(`/api/v1/traces/delete?${query}`, { method: 'POST' });
  const { count } = (await response.json()) as DeletedTraces;
  sayCount(count, isMeant, io);
  return 0;
}

async function deleteIds(server: Server, ids: readonly string[], isMeant: boolean, io: Io): Promise<number> {
  let count = 0;
  for (const id of ids) {
    const method = isMeant ? 'DELETE' : 'GET';
    const { status } = await server.request(`/api/v1/traces/${encodeURIComponent(id)}`, { method }, [NOT_THERE]);
    if (status === NOT_THERE) say(io, `there is no trace ${id}`);
    else count++;
  }
  sayCount(count, isMeant, io);
  return count === ids.length ? 0 : 1;
}

function sayCount(count: number, isMeant: boolean, io: Io): void {
  const traces = `${count} ${count === 1 ? 'trace' : 'traces'}`;
  say(io, isMeant ? `${traces} deleted` : `${traces} would go: say --yes to delete them`);
}
