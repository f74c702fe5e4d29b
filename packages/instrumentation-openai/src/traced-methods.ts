import type { Api } from './api.ts';
import { SPEECH_API, TRANSCRIPTIONS_API, TRANSLATIONS_API } from './audio-api.ts';
import { CHAT_API } from './chat-api.ts';
import { COMPLETIONS_API } from './completions-api.ts';
import { DECISIONS_API } from './decisions-api.ts';
import { EMBEDDINGS_API } from './embeddings-api.ts';
import { IMAGE_EDITS_API, IMAGE_GENERATIONS_API, IMAGE_VARIATIONS_API } from './images-api.ts';
import { MODERATIONS_API } from './moderations-api.ts';
import { plainApi } from './plain-api.ts';
import type { ResponseLedger } from './response-ledger.ts';
import { responsesApis } from './responses-fetch-api.ts';
import { VECTOR_SEARCH_API } from './vector-search-api.ts';

/** A method of the SDK's that makes one request, and how that request reads. */
export interface TracedMethod {
  /** Where the client's class names the resource's class, such as `Chat.Completions`. */
  readonly path: string;
  readonly method: string;
  readonly api: Api;
  /** True if every version from 5 on has it, so that it is missed where it is not. */
  readonly isInEveryVersion: boolean;
}

/** Every method that gets a span. Whatever else the SDK offers for the same purpose calls one of these. */
export function tracedMethods(ledger: ResponseLedger): readonly TracedMethod[] {
  const responses = responsesApis(ledger);
  return [
    known('Chat.Completions', 'create', CHAT_API),
    known('Completions', 'create', COMPLETIONS_API),
    known('Embeddings', 'create', EMBEDDINGS_API),
    known('Moderations', 'create', MODERATIONS_API),
    known('Images', 'generate', IMAGE_GENERATIONS_API),
    known('Images', 'edit', IMAGE_EDITS_API),
    known('Images', 'createVariation', IMAGE_VARIATIONS_API),
    known('Audio.Speech', 'create', SPEECH_API),
    known('Audio.Transcriptions', 'create', TRANSCRIPTIONS_API),
    known('Audio.Translations', 'create', TRANSLATIONS_API),
    known('Responses', 'create', responses.create),
    known('Responses', 'retrieve', responses.retrieve),
    known('Responses', 'cancel', responses.cancel),
    // Since 6; the beta is the same API under another address.
    newer('Responses', 'compact', responses.create),
    newer('Beta.Responses', 'create', responses.create),
    newer('Beta.Responses', 'retrieve', responses.retrieve),
    newer('Beta.Responses', 'cancel', responses.cancel),
    newer('Beta.Responses', 'compact', responses.create),
    newer('VectorStores', 'search', VECTOR_SEARCH_API),
    newer('Decisions', 'create', DECISIONS_API),
    ...Object.entries(PLAIN).flatMap(([path, methods]) => methods.map((method) => plain(path, method))),
  ];
}

/** What is uploaded, stored or set going around the models. Those that only some versions have are not missed. */
const PLAIN: Readonly<Record<string, readonly string[]>> = {
  Files: ['create', 'retrieve', 'list', 'delete', 'content'],
  Uploads: ['create', 'cancel', 'complete'],
  'Uploads.Parts': ['create'],
  Batches: ['create', 'retrieve', 'list', 'cancel'],
  'FineTuning.Jobs': ['create', 'retrieve', 'list', 'cancel', 'listEvents', 'pause', 'resume'],
  'FineTuning.Jobs.Checkpoints': ['list'],
  'FineTuning.Checkpoints.Permissions': ['create', 'retrieve', 'list', 'delete'],
  'FineTuning.Alpha.Graders': ['run', 'validate'],
  VectorStores: ['create', 'retrieve', 'update', 'list', 'delete'],
  'VectorStores.Files': ['create', 'retrieve', 'update', 'list', 'delete', 'content'],
  'VectorStores.FileBatches': ['create', 'retrieve', 'cancel', 'listFiles'],
  Conversations: ['create', 'retrieve', 'update', 'delete'],
  'Conversations.Items': ['create', 'retrieve', 'list', 'delete'],
};

function known(path: string, method: string, api: Api): TracedMethod {
  return { path, method, api, isInEveryVersion: true };
}

function newer(path: string, method: string, api: Api): TracedMethod {
  return { path, method, api, isInEveryVersion: false };
}

function plain(path: string, method: string): TracedMethod {
  // As an app writes it: `vectorStores.fileBatches.create`.
  const resource = path.replace(/(^|\.)[A-Z]/g, (start) => start.toLowerCase());
  return newer(path, method, plainApi(`${resource}.${method}`));
}
