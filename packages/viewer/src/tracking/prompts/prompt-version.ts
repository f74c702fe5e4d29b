import { PROMPT_TAG } from '@tracewright/schema';
import type { MlflowModelVersion } from '../api/registry.ts';
import { type KeyValue, tagOf } from '../api/shapes.ts';

const RESERVED: readonly string[] = Object.values(PROMPT_TAG);

/** One message of a prompt; a prompt that is a text is one message without a role. */
export interface PromptPart {
  readonly role: string | undefined;
  readonly text: string;
}

/** What a version of a prompt says. */
export interface PromptVersion {
  readonly version: string;
  readonly parts: readonly PromptPart[];
  /** Names of its variables, each once, in the order in which they come. */
  readonly variables: readonly string[];
  /** What was said of the change. */
  readonly commitMessage: string;
  readonly aliases: readonly string[];
  readonly createdMs: number;
  /** JSON texts; undefined where there are none. */
  readonly responseFormat: string | undefined;
  readonly modelConfig: string | undefined;
  readonly hash: string | undefined;
  /** That people have given. */
  readonly tags: readonly KeyValue[];
}

export function promptVersion({ tags = [], ...version }: MlflowModelVersion): PromptVersion {
  const text = tagOf(tags, PROMPT_TAG.text) ?? '';
  const parts = tagOf(tags, PROMPT_TAG.type) === 'chat' ? messagesOf(text) : [{ role: undefined, text }];
  return {
    version: version.version,
    parts,
    variables: [
      ...new Set(parts.flatMap((part) => templatePieces(part.text).flatMap(({ variable }) => variable ?? []))),
    ],
    commitMessage: version.description ?? '',
    aliases: version.aliases ?? [],
    createdMs: version.creation_timestamp,
    responseFormat: tagOf(tags, PROMPT_TAG.responseFormat),
    modelConfig: tagOf(tags, PROMPT_TAG.modelConfig),
    hash: tagOf(tags, PROMPT_TAG.hash),
    tags: tags.filter(({ key }) => !RESERVED.includes(key)),
  };
}

/** All of a prompt as one text, for what compares and copies texts. */
export function wholeText({ parts }: PromptVersion): string {
  return parts.map(({ role, text }) => (role === undefined ? text : `${role}:\n${text}`)).join('\n\n');
}

/** A piece of a template: as it is written, and the name where it is a variable. */
export interface TemplatePiece {
  readonly text: string;
  readonly variable: string | undefined;
}

const VARIABLE = /(\{\{\s*[a-zA-Z_][\w.]*\s*\}\})/;

/** Takes a template apart at its variables, as MLflow writes them: `{{ name }}`. */
export function templatePieces(text: string): readonly TemplatePiece[] {
  return text
    .split(VARIABLE)
    .map((piece, at) => ({ text: piece, variable: at % 2 === 1 ? piece.replaceAll(/[{}\s]/g, '') : undefined }))
    .filter((piece) => piece.text !== '');
}

/** What cannot be read as messages is shown as the text that it is. */
function messagesOf(json: string): readonly PromptPart[] {
  try {
    const messages: unknown = JSON.parse(json);
    if (!Array.isArray(messages)) return [{ role: undefined, text: json }];
    return messages.map((message: { readonly role?: unknown; readonly content?: unknown } | null) => ({
      role: String(message?.role ?? 'message'),
      text: typeof message?.content === 'string' ? message.content : JSON.stringify(message?.content ?? '', null, 2),
    }));
  } catch {
    return [{ role: undefined, text: json }];
  }
}
