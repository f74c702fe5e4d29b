import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { contentJson } from './content-json.ts';
import type { ContentRules } from './content-rules.ts';

/** Longest text of a label, and most of all texts of one that has several, UTF-16 units. */
const MAX_LENGTH = 1024;

/** A longer name is content in disguise. UTF-16 units. */
const MAX_NAME_LENGTH = 256;

/**
 * Short texts that the app gives to a step, such as tags and metadata. They are attributes of their own and no JSON, but
 * anything may stand in them: so they are redacted, cut, and left out where content is.
 */
export function contentLabels(labels: Attributes, rules: ContentRules): Attributes {
  const short = { ...rules, maxStringLength: Math.min(rules.maxStringLength, MAX_LENGTH), maxLength: MAX_LENGTH + 4 };
  const shown: Attributes = {};
  for (const [name, value] of Object.entries(labels)) {
    if (name.length > MAX_NAME_LENGTH) continue;
    const content = contentJson(name, value, short);
    if (content !== undefined) shown[name] = JSON.parse(content.json) as AttributeValue;
  }
  return shown;
}
