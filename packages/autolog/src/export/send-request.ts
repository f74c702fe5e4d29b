import { once } from 'node:events';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { tlsSettings } from '../settings.ts';
import { idleAgentFactory } from './idle-agent.ts';

/** What is to be sent. */
export interface OwnRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Longest wait for an answer, ms. */
  readonly timeoutMs: number;
}

/** What a server said. */
export interface OwnAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Sends a request of ours without keeping a finished app alive, and without a span of its own.
 *
 * @throws Error where no answer came.
 */
export async function sendRequest({ method, url, headers, body, timeoutMs }: OwnRequest): Promise<OwnAnswer> {
  const isSecure = url.startsWith('https:');
  const agent = await idleAgentFactory(isSecure ? tlsSettings() : {})(isSecure ? 'https:' : 'http:');
  const { request } = isSecure ? await import('node:https') : await import('node:http');
  try {
    return await context.with(suppressTracing(ROOT_CONTEXT), async () => {
      const message = request(url, {
        method,
        agent,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(timeoutMs),
      });
      message.end(body);
      const [response] = await once(message, 'response');
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      return { status: response.statusCode as number, text: Buffer.concat(chunks).toString() };
    });
  } finally {
    agent.destroy();
  }
}
