import type { LoadedApp } from '@tracewright/client';
import type { Values } from './read-invocation.ts';

type App = LoadedApp['config'];

/** What the module of an application may export. Whoever serves the model runs its code. */
export interface AppModule {
  /** Makes the values of the prompt from those of a call: where documents are looked up. */
  readonly prepare?: (values: Values, app: App) => Values | Promise<Values>;
  /** Does what the model has asked for. */
  readonly callTool?: (name: string, args: unknown, app: App) => unknown;
  /** Makes the result of the model's answer. */
  readonly postprocess?: (answer: string, call: { readonly values: Values; readonly app: App }) => unknown;
}

/** Loads the module of an application; without one nothing is exported. */
export async function loadAppModule(app: LoadedApp): Promise<AppModule> {
  const source = await app.moduleSource();
  if (source === undefined) return {};
  // No file is left behind, and no package is in reach, wherever it runs.
  const address = `data:text/javascript;base64,${Buffer.from(source, 'utf8').toString('base64')}`;
  return (await import(address)) as AppModule;
}
