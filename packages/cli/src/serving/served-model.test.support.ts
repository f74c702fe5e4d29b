import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TracewrightClient } from '@tracewright/client';
import { onTestFinished } from 'vitest';
import { collectorOfFile } from '../run-command.test.support.ts';
import { type ServedModel, type ServeModelOptions, serveModel } from './serve-model.ts';

/** How calls say what they are. */
export const JSON_TYPE: Readonly<Record<string, string>> = { 'content-type': 'application/json' };

export interface ServedWith {
  readonly served: ServedModel;
  readonly call: (body: object, signal?: AbortSignal) => Promise<Response>;
}

/**
 * One collector for all tests of the file that calls this.
 *
 * @returns serves an application of its own, with a model that answers as it is told
 */
export function servedModels(): (
  model: RequestListener,
  options?: ServeModelOptions,
  more?: { readonly isOwnHost?: boolean },
) => Promise<ServedWith> {
  const collector = collectorOfFile();

  return async (model, options = {}, { isOwnHost = false } = {}) => {
    const http = createServer(model);
    await once(http.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => {
      http.closeAllConnections();
      http.close();
    });
    const client = new TracewrightClient({ url: collector.url });
    const { version } = await client.prompts.register({ name: 'help', template: '{{question}}' });
    const baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`;
    const { uri } = await client.apps.log({
      name: 'bot',
      prompt: `prompts:/help/${version}`,
      model: { provider: 'openai', name: 'demo-small', baseUrl },
    });
    const served = await serveModel(uri, { client, graceMs: 0, ...(isOwnHost && { baseUrl }), ...options });
    onTestFinished(() => served.close());
    const call = (body: object, signal?: AbortSignal) =>
      fetch(`${served.url}/invocations`, {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify(body),
        ...(signal && { signal }),
      });
    return { served, call };
  };
}

/** An answer of a model. */
export const said = (content: string): string => JSON.stringify({ choices: [{ message: { content } }] });

/** The numbers from 0 on, as texts. */
export const rows = (count: number): string[] => Array.from({ length: count }, (_, at) => String(at));
