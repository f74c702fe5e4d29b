import type { Context } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { parseQuery, timeParameter } from './query-parameters.ts';

const Seen = v.object({ updatedNs: v.exactOptional(timeParameter) });

/**
 * Which version of what is changed or removed the client has seen, by `?updatedNs=` as the version says it of itself.
 *
 * @returns milliseconds since the Unix epoch; undefined: it does not say, and takes whatever is there
 * @throws ApiError `INVALID_PARAMETER_VALUE`
 */
export function seenVersionMs(c: Context<AppEnv>): number | undefined {
  const { updatedNs } = parseQuery(Seen, c.req.query());
  return updatedNs === undefined ? undefined : Number(updatedNs / 1_000_000n);
}
