import { beforeApp } from '@tracewright/instrumentation-core';
import { autolog } from './autolog.ts';

// For `node --import @tracewright/autolog/register app.js`: options come from the environment.
beforeApp(() => autolog());
