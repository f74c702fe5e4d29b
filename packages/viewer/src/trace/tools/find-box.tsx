import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatCount } from '../../format/number.ts';
import { Icon } from '../../ui/icon.tsx';
import { onPageKeys } from '../../ui/page-keys.ts';
import { WHOLE_TRACE } from '../model/trace-model.ts';
import type { TraceView } from '../trace-view.ts';
import style from './find-box.module.css';
import { useContentSearch } from './use-content-search.ts';

/** Looks for a text in names, models and contents; says how many spans have it and goes from one to the next. */
export function FindBox({ view }: { readonly view: TraceView }): VNode {
  const input = useRef<HTMLInputElement>(null);
  const state = useContentSearch(view);
  const matches = view.matches.value;
  const isAsked = view.search.value.trim() !== '';
  const go = (step: 1 | -1) => view.selectNext(view.matches.peek(), step);
  useEffect(
    () =>
      onPageKeys({
        '/': { says: 'find in this trace', run: () => input.current?.focus() },
        n: { says: 'next match', run: () => go(1) },
        N: { says: 'previous match', run: () => go(-1) },
      }),
    [view],
  );
  return (
    <search class={style.box}>
      <Icon name="retriever" size={13} />
      <input
        class={style.input}
        ref={input}
        type="search"
        placeholder="Find in this trace"
        aria-label="Find in this trace"
        value={view.search.value}
        spellcheck={false}
        onInput={(event) => {
          view.search.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          view.search.value = '';
          event.currentTarget.blur();
        }}
      />
      {isAsked ? (
        <span
          class={style.count}
          role="status"
          title={state === 'failed' ? 'Contents could not be searched' : undefined}
        >
          {placeOf(view)}
          {formatCount(matches.length)}
          {state === 'asking' && ' …'}
        </span>
      ) : (
        <kbd class={style.key}>/</kbd>
      )}
    </search>
  );
}

/** Which of the matches is selected: `3/`, '' for none of them. */
function placeOf(view: TraceView): string {
  const model = view.model.value;
  const span = view.selected.value;
  if (!model || span === undefined) return '';
  const at = view.matches.value.indexOf(span === WHOLE_TRACE ? 0 : model.order.positionOf[span]!);
  return at === -1 ? '' : `${formatCount(at + 1)}/`;
}
