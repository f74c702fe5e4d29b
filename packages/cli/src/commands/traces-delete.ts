import type { Page, TraceSummary } from '@tracewright/schema';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { SERVER_OPTIONS, type Server, withServer } from '../server/server.ts';

const PAGE = 1_000;
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
    return withServer(options, io, async (server) => {
      const meant = filter === undefined ? ids : await idsOf(server, filter);
      if (yes === undefined) {
        say(io, `${meant.length} ${meant.length === 1 ? 'trace' : 'traces'} would go: say --yes to delete them`);
        return 0;
      }
      let deleted = 0;
      for (const id of meant) {
        const path = `/api/v1/traces/${encodeURIComponent(id)}`;
        const { status } = await server.request(path, { method: 'DELETE' }, [NOT_THERE]);
        if (status === NOT_THERE) say(io, `there is no trace ${id}`);
        else deleted++;
      }
      say(io, `${deleted} deleted`);
      return deleted === meant.length ? 0 : 1;
    });
  },
});

/** All of them before the first one goes: pages are of what is there when they are asked for. */
async function idsOf(server: Server, filter: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ filter, limit: String(PAGE), ...(cursor === '' ? {} : { cursor }) });
    const response = await server.request(`/api/v1/traces?${query}`);
    const page = (await response.json()) as Page<TraceSummary>;
    ids.push(...page.items.map(({ traceId }) => traceId));
    cursor = page.nextCursor;
  }
  return ids;
}
