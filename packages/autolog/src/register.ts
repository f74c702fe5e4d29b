import { autolog } from './autolog.ts';

// For `node --import @tracewright/autolog/register app.js`: options come from the environment.
autolog();
