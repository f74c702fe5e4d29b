import type { ContentView } from '@tracewright/instrumentation-core';
import type { OutputMessage } from '@tracewright/schema';

/** What the brackets and names of a message, and of each of its parts, count for. UTF-16 units. */
const MESSAGE_UNITS = 64;
const PART_UNITS = 32;

/** How a message begins: there are few roles, and to write one takes as long as a text of a hundred letters. */
const STARTS: ReadonlyMap<string, string> = new Map(
  ['system', 'developer', 'user', 'assistant', 'tool'].map((role) => [role, startOf(role)]),
);

/**
 * How messages that were read from a request or an answer are written: most are texts and nothing else, and need not be
 * looked at again to be known as plain data.
 */
export const MESSAGES_VIEW: ContentView = {
  replace: () => undefined,
  omits: () => false,
  json: (value, maxUnits) => messagesJson(value as readonly OutputMessage[], maxUnits),
};

/** As `JSON.stringify` writes them; undefined where one holds anything else, and for what is longer. */
function messagesJson(messages: readonly OutputMessage[], maxUnits: number): string | undefined {
  let json = '[';
  let units = 0;
  for (let i = 0; i < messages.length; i++) {
    const { role, parts, name, finish_reason: reason } = messages[i] as OutputMessage;
    units += MESSAGE_UNITS + role.length + (name?.length ?? 0) + (reason?.length ?? 0);
    if (i > 0) json += ',';
    json += STARTS.get(role) ?? startOf(role);
    for (let j = 0; j < parts.length; j++) {
      const part = parts[j];
      if (part?.type !== 'text') return undefined;
      units += PART_UNITS + part.content.length;
      if (units > maxUnits) return undefined;
      json += `${j === 0 ? '' : ','}{"type":"text","content":${JSON.stringify(part.content)}}`;
    }
    json += ']';
    if (name !== undefined) json += `,"name":${JSON.stringify(name)}`;
    if (reason !== undefined) json += `,"finish_reason":${JSON.stringify(reason)}`;
    json += '}';
  }
  return units > maxUnits ? undefined : `${json}]`;
}

function startOf(role: string): string {
  return `{"role":${JSON.stringify(role)},"parts":[`;
}
