export type { DemoPrice, ModelConnection } from './connect-models.ts';
export { connectModels, DEMO_PRICES } from './connect-models.ts';
export type { Pace } from './pace.ts';
export { INSTANT, REALISTIC } from './pace.ts';
export type { ModelServer, ModelServerOptions } from './start-model-server.ts';
export { startModelServer } from './start-model-server.ts';
