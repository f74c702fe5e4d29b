import type { ChangeContent } from '../storage/blobs/trace-payloads.ts';
import type { RulesInForce } from './rules-in-force.ts';

/** A content with everything hidden that the rules of a workspace hide, worked out where nobody waits for it. */
export type HideContent = (workspaceId: string, content: Uint8Array) => Promise<Uint8Array>;

/**
 * Hides what rules say in contents that come apart from their spans. They keep the hash by which their spans know them,
 * which is that of what was sent.
 */
export function hidingContents(redaction: RulesInForce, hide: HideContent): ChangeContent {
  return async function* (workspaceId, content) {
    if (!redaction.rules.some((of) => of.workspaceId === workspaceId)) return yield* content;
    const pieces: Uint8Array[] = [];
    for await (const piece of content) pieces.push(piece);
    yield await hide(workspaceId, Buffer.concat(pieces));
  };
}
