import type { VNode } from 'preact';
import { Choice } from '../../ui/choice.tsx';
import { COLOURINGS } from '../colouring/span-colours.ts';
import { EVERYTHING_FOLDED, NOTHING_FOLDED, setFolded } from '../model/folding.ts';
import { idOfSpan, type TraceModel } from '../model/trace-model.ts';
import type { TraceView } from '../trace-view.ts';
import { CheckItem } from './check-item.tsx';
import style from './menu.module.css';
import { Popover } from './popover.tsx';

/** How the spans are drawn. */
export function ViewMenu({ view, model }: { readonly view: TraceView; readonly model: TraceModel }): VNode {
  const foldAll = () => {
    const first = model.order.spans[0];
    // The root stays open: a single row says nothing.
    if (first !== undefined) view.folding.value = setFolded(EVERYTHING_FOLDED, idOfSpan(model, first), false);
  };
  return (
    <Popover label="View" align="right">
      <CheckItem
        isChecked={view.showsCriticalPath.value}
        shortcut="c"
        title="The spans that the trace waited for at each moment"
        onChange={(isOn) => {
          view.showsCriticalPath.value = isOn;
        }}
      >
        Critical path
      </CheckItem>
      <CheckItem
        isChecked={view.openRuns.value !== undefined}
        title="Spans of one name, one after the other, as a single row"
        onChange={(isOn) => {
          view.openRuns.value = isOn ? new Set() : undefined;
        }}
      >
        Repeated steps as one row
      </CheckItem>
      <CheckItem
        isChecked={view.cutsPauses.value}
        title="Stretches in which nothing ran are drawn short"
        onChange={(isOn) => {
          view.cutsPauses.value = isOn;
        }}
      >
        Cut long pauses short
      </CheckItem>
      <div class={style.choice}>
        <Choice
          label="Colours by"
          value={view.colouring.value}
          options={COLOURINGS.map((by) => [by, by === 'self' ? 'self time' : by])}
          onChange={(by) => {
            view.colouring.value = by;
          }}
        />
      </div>
      <hr class={style.line} />
      <button type="button" class={style.action} onClick={foldAll}>
        Fold all
      </button>
      <button
        type="button"
        class={style.action}
        onClick={() => {
          view.folding.value = NOTHING_FOLDED;
        }}
      >
        Unfold all
      </button>
      <hr class={style.line} />
      <button type="button" class={style.action} onClick={() => view.zoomToSelected()}>
        Zoom to the selected span <kbd>z</kbd>
      </button>
      <button
        type="button"
        class={style.action}
        disabled={view.zoom.value === undefined}
        onClick={() => {
          view.zoom.value = undefined;
        }}
      >
        Whole timeline <kbd>esc</kbd>
      </button>
    </Popover>
  );
}
