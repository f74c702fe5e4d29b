import { readConfig, runCollector, StoreError } from '@tracewright/collector';
import { type Command, command } from '../command/command.ts';
import { CommandError } from '../command/command-error.ts';

/** Options go before the variables of the environment that say the same. */
export const serve: Command = command({
  name: 'serve',
  says: 'Run the collector and its viewer until it is told to stop.',
  operands: '',
  options: {
    port: { value: 'port', says: 'default PORT, then 4318; 0 picks a free one' },
    host: { value: 'address', says: 'to listen on; default TRACEWRIGHT_HOST, then 127.0.0.1' },
    data: { value: 'folder', says: 'of the store; default TRACEWRIGHT_DATA, then ./.tracewright' },
    prices: { value: 'file', says: 'of price overrides; default TRACEWRIGHT_PRICES' },
    'retention-days': {
      value: 'days',
      says: 'that traces are kept; default TRACEWRIGHT_RETENTION_DAYS, then for ever',
    },
    'no-auth': { says: 'let everybody in, on any address' },
  },
  run(given, _, io) {
    const set = {
      PORT: given.port,
      TRACEWRIGHT_HOST: given.host,
      TRACEWRIGHT_DATA: given.data,
      TRACEWRIGHT_PRICES: given.prices,
      TRACEWRIGHT_RETENTION_DAYS: given['retention-days'],
    };
    const isSet = ([, value]: readonly [string, unknown]): boolean => value !== undefined;
    const env = { ...io.env, ...Object.fromEntries(Object.entries(set).filter(isSet)) };
    return runCollector(readConfig(env, given['no-auth'] ? ['--no-auth'] : [])).catch((error: unknown) => {
      if (!(error instanceof StoreError) || error.code !== 'STORE_LOCKED') throw error;
      throw new CommandError(`${error.message}: stop that one, or say --data with another folder`, 1, { cause: error });
    });
  },
});
