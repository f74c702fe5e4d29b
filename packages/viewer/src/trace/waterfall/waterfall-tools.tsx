import type { VNode } from 'preact';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { EVERYTHING_FOLDED, NOTHING_FOLDED, setFolded } from '../model/folding.ts';
import { idOfSpan } from '../model/trace-model.ts';
import type { TraceView } from '../trace-view.ts';
import style from './waterfall-tools.module.css';

/** What changes the waterfall as a whole. */
export function WaterfallTools({ view }: { readonly view: TraceView }): VNode {
  const isPathShown = view.showsCriticalPath.value;
  const foldAll = () => {
    const model = view.model.peek();
    const first = model?.order.spans[0];
    // The root stays open: a single row says nothing.
    if (model && first !== undefined) view.folding.value = setFolded(EVERYTHING_FOLDED, idOfSpan(model, first), false);
  };
  return (
    <div class={style.tools} role="toolbar" aria-label="Waterfall">
      <button
        type="button"
        class={classNames(style.tool, isPathShown && style.active)}
        aria-pressed={isPathShown}
        title="The spans that the trace waited for at each moment (c)"
        onClick={() => {
          view.showsCriticalPath.value = !isPathShown;
        }}
      >
        <Icon name="path" size={14} /> Critical path <kbd>c</kbd>
      </button>
      <button type="button" class={style.tool} onClick={foldAll}>
        Fold all
      </button>
      <button
        type="button"
        class={style.tool}
        onClick={() => {
          view.folding.value = NOTHING_FOLDED;
        }}
      >
        Unfold all
      </button>
      <button
        type="button"
        class={style.tool}
        title="Let the selected span fill the timeline (z)"
        onClick={() => view.zoomToSelected()}
      >
        Zoom to span <kbd>z</kbd>
      </button>
      {view.zoom.value !== undefined && (
        <button
          type="button"
          class={classNames(style.tool, style.active)}
          onClick={() => {
            view.zoom.value = undefined;
          }}
        >
          Whole timeline <kbd>esc</kbd>
        </button>
      )}
      <p class={style.keys} aria-hidden="true">
        <span class={style.waitKey} /> to first token <span class={style.workKey} /> generating
      </p>
    </div>
  );
}
