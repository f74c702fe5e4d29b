import type { VNode } from 'preact';
import { formatCount } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { type Segment, Segments } from '../../ui/segments.tsx';
import { dock, toggleDetails } from '../dock.ts';
import type { TraceModel } from '../model/trace-model.ts';
import type { TraceView } from '../trace-view.ts';
import type { TraceViewName } from '../view-url.ts';
import { FilterMenu } from './filter-menu.tsx';
import { FindBox } from './find-box.tsx';
import style from './trace-tools.module.css';
import { ViewMenu } from './view-menu.tsx';

const VIEWS: readonly Segment<TraceViewName>[] = [
  { value: 'waterfall', label: 'Waterfall', title: 'Spans as a tree with a bar each (w)' },
  { value: 'flame', label: 'Flame', title: 'Spans as boxes on top of each other (f)' },
  { value: 'chat', label: 'Chat', title: 'The conversation as a person reads it (m)' },
  { value: 'agg', label: 'Steps', title: 'Spans of the same step added up (a)' },
];

/** What chooses among the views of a trace, finds in it, and says what is drawn. */
export function TraceTools({ view, model }: { readonly view: TraceView; readonly model: TraceModel }): VNode {
  const errorCount = view.errors.value.length;
  const isTree = view.name.value === 'waterfall';
  const isTimed = isTree || view.name.value === 'flame';
  return (
    <div class={style.tools} role="group" aria-label="Views and filters">
      <Segments label="View" value={view.name.value} options={VIEWS} onChange={(name) => view.show(name)} />
      <button
        type="button"
        class={classNames(style.tool, view.whatIf.value && style.active)}
        aria-pressed={view.whatIf.value !== undefined}
        title="How long would it take, and what would it cost, if …"
        onClick={() => {
          view.markPlace();
          view.whatIf.value = view.whatIf.value ? undefined : [];
        }}
      >
        What if
      </button>
      {isTimed && <FindBox view={view} />}
      {isTimed && errorCount > 0 && (
        <button
          type="button"
          class={classNames(style.tool, style.errors)}
          title="Go to the next error (e)"
          onClick={() => view.selectNext(view.errors.peek())}
        >
          <Icon name="error" size={14} /> {formatCount(errorCount)} <kbd>e</kbd>
        </button>
      )}
      {isTree && <FilterMenu view={view} model={model} />}
      {isTimed && <ViewMenu view={view} model={model} />}
      {dock.value === undefined && (
        <IconButton icon="dockRight" label="Show the details (d)" class={style.wideOnly} onClick={toggleDetails} />
      )}
    </div>
  );
}
