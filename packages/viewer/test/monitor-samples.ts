const MINUTE_MS = 60_000;

export interface MonitorSamples {
  /** Of a trace that was asked in English. */
  readonly traceId: string;
}

/** Puts traces of the last hours into a collector: forty polite answers to English questions, then forty to German ones. */
export async function sendMonitorSamples(url: string): Promise<MonitorSamples> {
  const nowMs = Date.now();
  const spans = Array.from({ length: 80 }, (_, at) => {
    const isLate = at >= 40;
    const startMs = nowMs - (isLate ? 20 : 300) * MINUTE_MS + (at % 40) * 1_000;
    const question = isLate ? `Wie kann ich das Zelt ${at} zurückgeben?` : `How can I return the tent ${at}?`;
    return {
      traceId: (at + 1).toString(16).padStart(32, '0'),
      spanId: (at + 1).toString(16).padStart(16, '0'),
      name: 'answer',
      startTimeUnixNano: `${startMs}000000`,
      endTimeUnixNano: `${startMs + 200 + (isLate ? 2_000 : 0)}000000`,
      attributes: [
        text('tracewright.input', question),
        text('tracewright.output', isLate ? 'Look it up.' : 'Please send it back.'),
      ],
    };
  });
  await post(`${url}/v1/traces`, { resourceSpans: [{ scopeSpans: [{ spans }] }] });
  return { traceId: '1'.padStart(32, '0') };
}

function text(key: string, value: string): object {
  return { key, value: { stringValue: JSON.stringify(value) } };
}

async function post(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${await answer.text()}`);
}
