import type { VNode } from 'preact';

/** A link to where a span points, only for http and https; any other address is shown as the text that it is. */
export function LinkOut({ url }: { readonly url: string }): VNode {
  if (!/^https?:\/\//i.test(url)) return <code>{url.length > 200 ? `${url.slice(0, 200)}…` : url}</code>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow">
      {url}
    </a>
  );
}
