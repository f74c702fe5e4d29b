import type { ExperimentRetention, Page } from '@tracewright/schema';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { type Columns, printRows } from '../command/print-table.ts';
import { TEAM_OPTIONS, withWorkspace } from '../teams/ask-workspace.ts';

const COLUMNS: Columns<ExperimentRetention> = {
  EXPERIMENT: ({ experimentId }) => experimentId,
  DAYS: ({ days }) => (days === null ? 'forever' : String(days)),
};

/** Without an experiment the rules that there are. */
export const privacyRetention: Command = command({
  name: 'privacy retention',
  says: 'Say how long the traces of an experiment are kept, or list what was said.',
  operands: '[experiment id]',
  options: {
    ...TEAM_OPTIONS,
    days: { value: 'days', says: 'that its traces are kept, or forever' },
    clear: { says: 'take its rule away: that for all holds again' },
    json: { says: 'print JSON' },
  },
  run({ days, clear, json, ...options }, [id, ...more], io) {
    if (more.length > 0) throw usageError('say one experiment');
    const isChange = days !== undefined || clear === true;
    if ((id !== undefined) !== isChange) throw usageError('an experiment goes with --days or --clear');
    if (days !== undefined && !/^(?:forever|[1-9]\d{0,5})$/.test(days)) {
      throw usageError('--days is a whole number or forever');
    }
    return withWorkspace(options, io, async (ask) => {
      const path = `privacy/retention/${encodeURIComponent(id ?? '')}`;
      if (clear === true) await ask('DELETE', path);
      else if (days !== undefined) await ask('PUT', path, { days: days === 'forever' ? null : Number(days) });
      const { items } = (await (await ask('GET', 'privacy/retention')).json()) as Page<ExperimentRetention>;
      printRows(io, items, COLUMNS, json === true);
      return 0;
    });
  },
});
