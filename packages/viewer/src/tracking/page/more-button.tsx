import type { VNode } from 'preact';
import style from './more-button.module.css';
import type { Pages } from './use-pages.ts';

/** Goes on with a list that has more. @param noun What it has, for `More models`. */
export function MoreButton({ pages, noun }: { readonly pages: Pages<unknown>; readonly noun: string }): VNode | null {
  if (!pages.hasMore) return null;
  return (
    <p class={style.line}>
      <button type="button" class={style.more} onClick={pages.loadMore}>
        More {noun}
      </button>
      {pages.failure !== undefined && <span role="alert">{pages.failure}</span>}
    </p>
  );
}
