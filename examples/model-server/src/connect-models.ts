import { INSTANT } from './pace.ts';
import { startModelServer } from './start-model-server.ts';

/** What an example needs to talk to a model. */
export interface ModelConnection {
  /** For `new OpenAI(...)`. */
  readonly client: { readonly apiKey: string; readonly baseURL: string };
  readonly chatModel: string;
  /** Says more and takes longer. */
  readonly largeModel: string;
  /** The stand-in refuses its first request, as a busy provider does; the chat model of a real provider. */
  readonly busyModel: string;
  readonly embeddingModel: string;
  /** For `autolog({ prices })`: nobody sells the stand-in's models, so no price list has them. */
  readonly prices: readonly DemoPrice[];
  close(): Promise<void>;
}

/** Made-up price of a stand-in's model. */
export interface DemoPrice {
  readonly model: string;
  readonly inputUsdPerMillionTokens: number;
  readonly outputUsdPerMillionTokens: number;
}

/** Of the size that hosted models of the kind cost. */
export const DEMO_PRICES: readonly DemoPrice[] = [
  { model: 'demo-large', inputUsdPerMillionTokens: 2.5, outputUsdPerMillionTokens: 10 },
  { model: 'demo-embedding', inputUsdPerMillionTokens: 0.02, outputUsdPerMillionTokens: 0 },
  { model: 'demo-*', inputUsdPerMillionTokens: 0.15, outputUsdPerMillionTokens: 0.6 },
];

/**
 * Finds the models for an example: those of `OPENAI_API_KEY` and `OPENAI_BASE_URL` if the environment has either
 * (`OPENAI_MODEL` and `OPENAI_EMBEDDING_MODEL` choose others than gpt-4o-mini and text-embedding-3-small), else a
 * stand-in, started in this process; it waits for nothing with `MODEL_SERVER_PACE=instant`.
 */
export async function connectModels(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<ModelConnection> {
  if (env.OPENAI_API_KEY || env.OPENAI_BASE_URL) {
    const chatModel = env.OPENAI_MODEL ?? 'gpt-4o-mini';
    return {
      client: { apiKey: env.OPENAI_API_KEY ?? 'none', baseURL: env.OPENAI_BASE_URL ?? 'https://api.openai.com/v1' },
      chatModel,
      largeModel: chatModel,
      busyModel: chatModel,
      embeddingModel: env.OPENAI_EMBEDDING_MODEL ?? 'text-embedding-3-small',
      prices: [],
      close: async () => {},
    };
  }
  const server = await startModelServer(env.MODEL_SERVER_PACE === 'instant' ? { pace: INSTANT } : {});
  return {
    client: { apiKey: 'none', baseURL: server.url },
    chatModel: 'demo-small',
    largeModel: 'demo-large',
    busyModel: 'demo-error-429-once',
    embeddingModel: 'demo-embedding',
    prices: DEMO_PRICES,
    close: () => server.close(),
  };
}
