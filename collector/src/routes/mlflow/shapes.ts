import type { Lifecycle } from '../../storage/tracking/experiments/experiment-store.ts';

/** Tags as MLflow writes them; none are left out. */
export function tagList(tags: ReadonlyMap<string, string>): {
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
} {
  return tags.size === 0 ? {} : { tags: [...tags].map(([key, value]) => ({ key, value })) };
}

/** Tags of a request; of a key that is given twice the last one counts. */
export function tagMap(tags: readonly { readonly key: string; readonly value: string }[]): ReadonlyMap<string, string> {
  return new Map(tags.map(({ key, value }) => [key, value]));
}

/** Which state a view type asks for; undefined: any. */
export function lifecycleOf(view: 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL'): Lifecycle | undefined {
  if (view === 'ALL') return undefined;
  return view === 'ACTIVE_ONLY' ? 'active' : 'deleted';
}
