import type { RequestPlace } from './request-answer-store.ts';
import type { RequestAnswerRow } from './request-answer-tables.ts';

/** Which request of whom, as columns. */
export function columnsOf({
  workspaceId,
  sender,
  key,
}: RequestPlace): Pick<RequestAnswerRow, 'workspace_id' | 'sender' | 'key'> {
  return { workspace_id: workspaceId, sender, key };
}
