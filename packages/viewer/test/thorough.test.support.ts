import { test } from 'vitest';

/** Set where every case is to be run: `npm test` alone has to stay below three minutes. */
export const IS_THOROUGH: boolean = process.env.TRACEWRIGHT_THOROUGH !== undefined;

/** {@link test}, of what stands beside the ways that most people take through a page: in a thorough run alone. */
export const thoroughTest: ReturnType<typeof test.runIf> = test.runIf(IS_THOROUGH);
