/**
 * Property tests draw the same examples in every run of `npm test`, so that a change is judged by what it changes.
 * With `TRACEWRIGHT_FUZZ`, the number of examples, they draw new ones and print the seed of one that fails.
 */
import fc from 'fast-check';

const SEED = 20_260_101;

if (process.env.TRACEWRIGHT_FUZZ === undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });
