import { collectGarbage } from '@tracewright/collector';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { FOLDER_OPTION, storeFolder } from '../server/store-folder.ts';

const DAY_MS = 86_400_000;
/** As of the setting; more days than there are since 1970 keep everything. */
const MAX_DAYS = 100_000;

/** What a collector does every hour by its settings, at once; one may be running on the store. */
export const gc: Command = command({
  name: 'gc',
  says: 'Take out traces that are too old, then the oldest where the store is too large.',
  operands: '',
  options: {
    ...FOLDER_OPTION,
    days: { value: 'days', says: 'that traces are kept; default TRACEWRIGHT_RETENTION_DAYS' },
    'max-bytes': { value: 'bytes', says: 'that spans may take; default TRACEWRIGHT_MAX_STORE_BYTES' },
    'dry-run': { says: 'only say what would go' },
  },
  async run({ data, days, 'max-bytes': bytes, 'dry-run': isDryRun }, _, io) {
    const keptDays = wholeNumber('days', days ?? io.env.TRACEWRIGHT_RETENTION_DAYS);
    const maxBytes = wholeNumber('max-bytes', bytes ?? io.env.TRACEWRIGHT_MAX_STORE_BYTES);
    if (keptDays !== undefined && keptDays > MAX_DAYS) throw usageError(`--days is ${MAX_DAYS} at most`);
    if (keptDays === undefined && maxBytes === undefined) throw usageError('say --days, --max-bytes or both');
    const folder = storeFolder(data, io);
    const rules = { maxAgeMs: keptDays === undefined ? undefined : keptDays * DAY_MS, maxBytes };
    const { tooOld, tooMuch, total } = await collectGarbage(folder, rules, { isDryRun: isDryRun === true });
    const verb = isDryRun ? 'would go' : 'went';
    // How many traces make up so many bytes is known once they are out.
    const over = `${isDryRun && tooMuch > 0 ? 'about ' : ''}${tooMuch}`;
    say(io, `of ${total} traces ${tooOld} ${verb} as too old, ${over} more as the store was too large`);
    return 0;
  },
});

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^[1-9]\d{0,14}$/.test(text)) throw usageError(`--${option} is a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}
