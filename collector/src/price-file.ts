import { readFileSync } from 'node:fs';
import { type PriceOverride, parsePriceOverrides } from '@tracewright/pricing';
import { StartError } from './start-error.ts';

/**
 * Reads the prices that go before the list's; none where no file is named.
 *
 * @throws StartError `CONFIG_INVALID` if the file cannot be read or says something else than prices.
 */
export function readPriceFile(file: string | undefined): readonly PriceOverride[] {
  if (file === undefined) return [];
  try {
    return parsePriceOverrides(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartError('CONFIG_INVALID', `TRACEWRIGHT_PRICES ${file} cannot be used: ${reason}`, { cause });
  }
}
