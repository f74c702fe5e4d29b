import { once } from 'node:events';
import { autolog } from '@tracewright/autolog';
import { TracewrightClient } from '@tracewright/client';
import { type Command, command } from '../command/command.ts';
import { CommandError, usageError } from '../command/command-error.ts';
import { parseCount } from '../command/parse-count.ts';
import { CLIENT_OPTIONS, clientOptions } from '../server/client-options.ts';
import { serveModel } from '../serving/serve-model.ts';

const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '::1'];

/** Each call is a trace in the same collector. */
export const modelsServe: Command = command({
  name: 'models serve',
  says: "Serve an application that was logged as a model, by the interface of MLflow's scoring server.",
  operands: '',
  options: {
    model: { short: 'm', value: 'uri', says: 'such as models:/bot/Production, models:/bot@live or runs:/id/path' },
    port: { short: 'p', value: 'port', says: 'default 5000; 0 picks a free one' },
    host: { value: 'address', says: 'to listen on; default 127.0.0.1' },
    'api-key': { value: 'key', says: 'that callers have to show; default TRACEWRIGHT_SERVING_KEY' },
    'no-auth': { says: 'let everybody in, on any address' },
    concurrency: { value: 'calls', says: 'that are under way at a time; default 8' },
    'no-traces': { says: 'record no traces of the calls' },
    ...CLIENT_OPTIONS,
  },
  async run({ model: uri, host = '127.0.0.1', port = '5000', concurrency = '8', ...given }, _, io) {
    if (uri === undefined) throw usageError('say a model, such as -m models:/bot/Production');
    const apiKey = given['api-key'] ?? io.env.TRACEWRIGHT_SERVING_KEY ?? '';
    if (!LOOPBACK.includes(host) && apiKey === '' && given['no-auth'] === undefined) {
      throw usageError(
        `on ${host} anybody could ask the model: say --api-key, or --no-auth if something else guards it`,
      );
    }
    const access = clientOptions(given, io);
    const client = new TracewrightClient(access);
    const served = await serveModel(uri, {
      host,
      port: parseCount('port', port, 65_535),
      concurrency: parseCount('concurrency', concurrency, 1_000),
      client,
      ...(io.env.OPENAI_BASE_URL && { baseUrl: io.env.OPENAI_BASE_URL }),
      ...(io.env.OPENAI_API_KEY && { modelApiKey: io.env.OPENAI_API_KEY }),
      ...(apiKey !== '' && { apiKey }),
    }).catch((cause: unknown) => {
      if (!(cause instanceof Error && 'syscall' in cause && cause.syscall === 'listen')) throw cause;
      throw new CommandError(`port ${port} on ${host} cannot be had: say another by -p`, 1, { cause });
    });
    const tracing =
      given['no-traces'] === undefined
        ? autolog({
            endpoint: client.connection.url,
            // The model is asked without either package.
            ...{ openai: false, langchain: false },
            experiment: await experimentOf(client, served.app.model),
            serviceName: served.app.config.name,
            ...(access.password && { headers: { authorization: `Bearer ${access.password}` } }),
          })
        : undefined;
    const asked = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    io.stdout.write(`${served.app.model.uri} is served at ${served.url}\n`);
    await asked;
    await served.close();
    await tracing?.shutdown();
    return 0;
  },
});

/** Traces belong where the model was made. */
async function experimentOf(
  { experiments, models, runs }: TracewrightClient,
  { modelId, runId }: { readonly modelId: string; readonly runId: string },
): Promise<string> {
  if (modelId === '' && runId === '') return 'Default';
  const { experimentId } = modelId === '' ? await runs.get(runId) : await models.logged.get(modelId);
  return (await experiments.get(experimentId)).name;
}
