/** Characters of an input that lists show. */
export const PREVIEW_LENGTH = 120;

/** Characters looked at for it: escapes and white space take more room than they get. */
const READ_LENGTH = 4 * PREVIEW_LENGTH;

/** JSON longer than this is not parsed for a preview: 120 characters are not worth a millisecond of the writer. */
const MAX_PARSED_LENGTH = 16 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/** How the last message of a user begins in the GenAI conventions' JSON, as written by most. */
export const USER_TEXT: string = '{"role":"user","parts":[{"type":"text","content":"';

/** Properties that carry the words of a message or of an input. */
export const TELLING: ReadonlySet<string> = new Set([
  'content',
  'text',
  'question',
  'query',
  'input',
  'prompt',
  'messages',
  'kwargs',
  'parts',
]);

/** One line of at most 120 characters. */
export function previewOf(text: string): string {
  const line = isPlainLine(text) ? text : text.slice(0, READ_LENGTH).replace(/\s+/g, ' ').trim();
  if (line.length <= PREVIEW_LENGTH) return line;
  const last = line.charCodeAt(PREVIEW_LENGTH - 1);
  return line.slice(0, last >= 0xd800 && last <= 0xdbff ? PREVIEW_LENGTH - 1 : PREVIEW_LENGTH);
}

const SPACE = 0x20;

const LAST_CONTROL = 0x1f;
const NO_BREAK_SPACE = 0xa0;

/** True where nothing has to be replaced in the part that is shown. A loop takes a tenth of a regular expression. */
function isPlainLine(text: string): boolean {
  const end = Math.min(text.length, PREVIEW_LENGTH + 1);
  let wasSpace = true;
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code <= LAST_CONTROL || code === NO_BREAK_SPACE || (code > 0x1000 && isWideSpace(code))) return false;
    const isSpace = code === SPACE;
    if (isSpace && wasSpace) return false;
    wasSpace = isSpace;
  }
  return text.length > PREVIEW_LENGTH || !wasSpace || text === '';
}

/** What `\s` means beyond Latin letters. */
function isWideSpace(code: number): boolean {
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}

/** Preview of messages in the conventions' JSON: the last text of a user, else the last text there is. */
export function messagesPreview(json: string): string {
  const start = lastIndexOf(json, USER_TEXT);
  if (start >= 0) {
    const text = quotedText(json, start + USER_TEXT.length);
    if (text !== undefined) return previewOf(text);
  }
  return json.length > MAX_PARSED_LENGTH ? '' : inputPreview(json);
}

/** Forwards: V8 looks for a long text in leaps that way, and backwards letter by letter. */
function lastIndexOf(text: string, searched: string): number {
  let last = -1;
  for (let at = text.indexOf(searched); at >= 0; at = text.indexOf(searched, at + searched.length)) last = at;
  return last;
}

/** Preview of any input in JSON: its last user text if it is a conversation, its first telling property, else itself. */
export function inputPreview(json: string): string {
  if (json === '') return '';
  const start = startOfWords(json);
  const text = start < 0 ? undefined : quotedText(json, start);
  if (text !== undefined && text !== '') return previewOf(text);
  if (json.length > MAX_PARSED_LENGTH) return previewOf(json);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return previewOf(json);
  }
  return previewOf(tellingText(value, 0) ?? json);
}

/** Where the words begin in a JSON text, or in an object whose first property tells; -1 if one has to look closer. */
function startOfWords(json: string): number {
  if (json.charCodeAt(0) === QUOTE) return 1;
  if (!json.startsWith('{"')) return -1;
  const endOfKey = json.indexOf('":"', 2);
  return endOfKey > 0 && endOfKey < 20 && TELLING.has(json.slice(2, endOfKey)) ? endOfKey + 3 : -1;
}

/** The words in a parsed value; undefined if it has none where they are usually found. */
function tellingText(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value !== 'object' || value === null || depth > 6) return undefined;
  if (Array.isArray(value)) return lastText(value, depth);
  const record = value as Record<string, unknown>;
  for (const key of Object.keys(record)) {
    const text = TELLING.has(key) ? tellingText(record[key], depth + 1) : undefined;
    if (text !== undefined) return text;
  }
  const values = Object.values(record);
  return values.length === 1 ? tellingText(values[0], depth + 1) : undefined;
}

function lastText(list: readonly unknown[], depth: number): string | undefined {
  const fromUser = list.filter((item) => roleOf(item) === 'user');
  const items = fromUser.length > 0 ? fromUser : list;
  for (let i = items.length - 1; i >= 0; i--) {
    const text = tellingText(items[i], depth + 1);
    if (text !== undefined) return text;
  }
  return undefined;
}

function roleOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'role' in item ? item.role : undefined;
}

/** The JSON string that begins at `start`, behind its quote, as far as a preview needs it. */
function quotedText(json: string, start: number): string | undefined {
  const quote = json.indexOf('"', start);
  const head = json.slice(start, Math.min(quote < 0 ? json.length : quote, start + 2 * PREVIEW_LENGTH));
  return head.includes('\\') ? escapedText(json, start) : head;
}

/** The same, character by character: a quote may be escaped, and an escape must not be cut. */
function escapedText(json: string, start: number): string | undefined {
  let end = start;
  for (let units = 0; units < 2 * PREVIEW_LENGTH && end < json.length; units++) {
    const code = json.charCodeAt(end);
    if (code === QUOTE) break;
    const width = code !== BACKSLASH ? 1 : json.charCodeAt(end + 1) === LETTER_U ? 6 : 2;
    if (end + width > json.length) break;
    end += width;
  }
  try {
    const text: unknown = JSON.parse(`"${json.slice(start, end)}"`);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}
