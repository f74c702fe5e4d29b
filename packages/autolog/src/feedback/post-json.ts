import { once } from 'node:events';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { idleAgentFactory } from '../export/idle-agent.ts';
import { tlsSettings } from '../settings.ts';

/** Longest wait for an answer, ms. */
const TIMEOUT_MS = 2_000;

/** What a server said. */
export interface JsonAnswer {
  readonly status: number;
  /** Undefined where it was no JSON. */
  readonly body: unknown;
}

/**
 * Posts JSON without keeping a finished app alive, and without a span of its own.
 *
 * @throws Error where no answer came.
 */
export async function postJson(
  url: string,
  headers: Readonly<Record<string, string>>,
  json: string,
): Promise<JsonAnswer> {
  const isSecure = url.startsWith('https:');
  const agent = await idleAgentFactory(isSecure ? tlsSettings() : {})(isSecure ? 'https:' : 'http:');
  const { request } = isSecure ? await import('node:https') : await import('node:http');
  try {
    return await context.with(suppressTracing(ROOT_CONTEXT), async () => {
      const message = request(url, {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      message.end(json);
      const [response] = await once(message, 'response');
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      return { status: response.statusCode as number, body: parsed(Buffer.concat(chunks).toString()) };
    });
  } finally {
    agent.destroy();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
