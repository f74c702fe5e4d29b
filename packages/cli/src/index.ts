export type { ServedModel, ServeModelOptions } from './serving/serve-model.ts';
export { serveModel } from './serving/serve-model.ts';
export { ServingError, type ServingErrorCode } from './serving/serving-error.ts';
