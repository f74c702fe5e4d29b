import { readPriceFile, repriceStore } from '@tracewright/collector';
import type { Nanos } from '@tracewright/schema';
import { type Command, command } from '../command/command.ts';
import { say } from '../command/io.ts';
import { parseTime } from '../command/parse-time.ts';
import { FOLDER_OPTION, spanFile } from '../server/store-folder.ts';

/** As far as 64 bits go. */
const LATEST = (2n ** 63n - 1n) as Nanos;
const EARLIEST = 0n as Nanos;

/** What providers reported themselves stays. */
export const tracesReprice: Command = command({
  name: 'traces reprice',
  says: 'Compute the costs of stored traces anew, by the prices of their day; a collector may be running meanwhile.',
  operands: '',
  options: {
    ...FOLDER_OPTION,
    from: { value: 'time', says: 'first start that is meant, such as 2026-03-01 or 2026-03-01T12:00:00Z; default all' },
    to: { value: 'time', says: 'first start that no longer is' },
    prices: { value: 'file', says: 'of overrides, as TRACEWRIGHT_PRICES, which is the default' },
  },
  async run({ data, from, to, prices }, _, io) {
    const range = {
      workspaceId: 'default',
      fromNs: from === undefined ? EARLIEST : parseTime('from', from),
      untilNs: to === undefined ? LATEST : parseTime('to', to),
    };
    const overrides = readPriceFile(prices ?? (io.env.TRACEWRIGHT_PRICES || undefined));
    const place = io.env.TRACEWRIGHT_SPANS_URL || spanFile(data, io);
    const { traces, spans } = await repriceStore(place, range, overrides);
    say(io, `${spans} spans of ${traces} traces cost something else now`);
    return 0;
  },
});
