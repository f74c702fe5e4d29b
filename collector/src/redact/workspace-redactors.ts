import type { IngestRequest } from '../ingest/ingest.ts';
import { encodeJsonLogRequest } from '../otlp/encode-json-log-request.ts';
import { encodeJsonTraceRequest } from '../otlp/encode-json-trace-request.ts';
import type { WorkspaceRules } from '../storage/tracking/privacy/redaction-rule-store.ts';
import { redactRequest } from './redact-request.ts';
import { Redactor } from './redactor.ts';

/** Hides what comes into workspaces, each by its own rules. Of one thread. */
export class WorkspaceRedactors {
  readonly #rules: ReadonlyMap<string, WorkspaceRules>;
  /** Compiled when the first request of a workspace comes. */
  readonly #redactors = new Map<string, Redactor>();

  constructor(rules: readonly WorkspaceRules[]) {
    this.#rules = new Map(rules.map((of) => [of.workspaceId, of]));
  }

  /** Undefined where the workspace has no rules. */
  of(workspaceId: string): Redactor | undefined {
    const rules = this.#rules.get(workspaceId);
    if (rules === undefined) return undefined;
    const redactor = this.#redactors.get(workspaceId) ?? new Redactor(rules);
    this.#redactors.set(workspaceId, redactor);
    return redactor;
  }

  /**
   * A request with everything hidden that is to be; the very same where there is nothing to hide, or no rule.
   *
   * @throws ApiError `MALFORMED_REQUEST` if it cannot be read.
   */
  request(request: IngestRequest): IngestRequest {
    const { signal, encoding, workspaceId } = request;
    if (signal === 'metrics' || this.#rules.size === 0) return request;
    const redactor = this.of(workspaceId);
    if (redactor === undefined) return request;
    const toProtobuf = signal === 'traces' ? encodeJsonTraceRequest : encodeJsonLogRequest;
    const body = encoding === 'json' ? toProtobuf(request.body) : request.body;
    return { ...request, encoding: 'protobuf', body: redactRequest(body, signal, redactor) };
  }

  /** The same of a content that was too large for its span; bytes that are no text stay. */
  content(workspaceId: string, content: Uint8Array): Uint8Array {
    const redactor = this.of(workspaceId);
    const rules = redactor?.rulesOfContent;
    if (redactor === undefined || rules === undefined) return content;
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    } catch {
      return content;
    }
    const hidden = redactor.text(rules, text);
    return hidden === undefined ? content : new TextEncoder().encode(hidden);
  }
}
