import { sendRequest } from '../export/send-request.ts';

const TIMEOUT_MS = 2_000;

/** What a server said. */
export interface JsonAnswer {
  readonly status: number;
  /** Undefined where it was no JSON. */
  readonly body: unknown;
}

/** Posts JSON as {@link sendRequest} does. @throws Error where no answer came within two seconds. */
export async function postJson(
  url: string,
  headers: Readonly<Record<string, string>>,
  json: string,
): Promise<JsonAnswer> {
  const asJson = { ...headers, 'content-type': 'application/json' };
  const { status, text } = await sendRequest({
    method: 'POST',
    url,
    headers: asJson,
    body: json,
    timeoutMs: TIMEOUT_MS,
  });
  return { status, body: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
