import { setTimeout as wait } from 'node:timers/promises';
import type { Erasure } from '@tracewright/schema';
import { type Command, command } from '../command/command.ts';
import { CommandError, usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { type AskWorkspace, TEAM_OPTIONS, withWorkspace } from '../teams/ask-workspace.ts';

/** Between two looks at how far it has come, ms. */
const LOOK_EVERY_MS = 250;

/** Nothing goes without `--yes`: there is no way back. */
export const privacyErase: Command = command({
  name: 'privacy erase',
  says: 'Delete everything of a user or a session, wherever it is kept.',
  operands: '',
  options: {
    ...TEAM_OPTIONS,
    user: { value: 'id', says: 'as spans have it' },
    session: { value: 'id', says: 'as spans have it' },
    'watch-days': { value: 'days', says: 'that what arrives late goes as well; default 30' },
    yes: { says: 'really delete it; without it everything is only counted' },
  },
  run({ user, session, 'watch-days': watchDays, yes, ...options }, _, io) {
    const value = user ?? session;
    if (value === undefined || (user !== undefined && session !== undefined))
      throw usageError('say --user or --session');
    if (watchDays !== undefined && !/^\d{1,4}$/.test(watchDays)) throw usageError('--watch-days is a whole number');
    const asked = {
      ...{ of: user === undefined ? 'session' : 'user', value, dryRun: yes !== true },
      ...(watchDays !== undefined && { watchDays: Number(watchDays) }),
    };
    return withWorkspace(options, io, async (ask) => {
      const { id } = (await (await ask('POST', 'privacy/erasures', asked)).json()) as Erasure;
      const { counts, leftOver, state, error } = await finished(id, ask);
      if (state === 'failed') throw new CommandError(`${error}; it is tried again: erasure ${id}`);
      const parts = Object.entries(counts).filter(([name]) => name !== 'lateTraces');
      for (const [name, count] of parts) io.stdout.write(`${name}\t${count}\n`);
      // Nobody here can know what these tell.
      for (const { runId, why } of leftOver) io.stdout.write(`look at run ${runId}\t${why}\n`);
      say(io, yes === true ? `erased, as erasure ${id}` : 'nothing is deleted without --yes');
      return 0;
    });
  },
});

async function finished(id: string, ask: AskWorkspace): Promise<Erasure> {
  for (;;) {
    const erasure = (await (await ask('GET', `privacy/erasures/${id}`)).json()) as Erasure;
    if (erasure.state === 'done' || erasure.state === 'failed') return erasure;
    await wait(LOOK_EVERY_MS);
  }
}
