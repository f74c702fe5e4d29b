/** Instrumentation scope of our spans. */
export const INSTRUMENTATION_NAME = '@tracewright/instrumentation-openai';

/** Kept equal to package.json by a test. */
export const INSTRUMENTATION_VERSION = '0.1.0';
