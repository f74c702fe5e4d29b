import { STEP_KINDS, type StepKind } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { formatCount } from '../../format/number.ts';
import { KindBadge, kindLabel } from '../../ui/kind.tsx';
import { isFiltering, NO_FILTER } from '../model/row-filter.ts';
import type { TraceModel } from '../model/trace-model.ts';
import type { TraceView } from '../trace-view.ts';
import { CheckItem } from './check-item.tsx';
import style from './menu.module.css';
import { Popover } from './popover.tsx';

/** Chooses which spans are shown: by kind, errors alone, the critical path alone. */
export function FilterMenu({ view, model }: { readonly view: TraceView; readonly model: TraceModel }): VNode {
  const filter = view.filter.value;
  const counts = useMemo(() => kindCounts(model), [model]);
  const toggleKind = (kind: StepKind, isOn: boolean) => {
    const kinds = new Set(filter.kinds);
    if (isOn) kinds.add(kind);
    else kinds.delete(kind);
    view.filter.value = { ...filter, kinds };
  };
  const toggleOnly = (only: 'errors' | 'critical', isOn: boolean) => {
    view.filter.value = { ...filter, only: isOn ? only : undefined };
  };
  return (
    <Popover label="Filter" isActive={isFiltering(filter)} align="right">
      <CheckItem isChecked={filter.only === 'errors'} onChange={(isOn) => toggleOnly('errors', isOn)}>
        Only errors <span class={style.count}>{formatCount(view.errors.value.length)}</span>
      </CheckItem>
      <CheckItem isChecked={filter.only === 'critical'} onChange={(isOn) => toggleOnly('critical', isOn)}>
        Only the critical path
      </CheckItem>
      <hr class={style.line} />
      {counts.map(([kind, count]) => (
        <CheckItem key={kind} isChecked={filter.kinds.has(kind)} onChange={(isOn) => toggleKind(kind, isOn)}>
          <KindBadge kind={kind} /> {kindLabel(kind)} <span class={style.count}>{formatCount(count)}</span>
        </CheckItem>
      ))}
      {isFiltering(filter) && (
        <button
          type="button"
          class={style.action}
          onClick={() => {
            view.filter.value = NO_FILTER;
          }}
        >
          Show all spans
        </button>
      )}
    </Popover>
  );
}

/** Kinds that the trace has, with how many spans are of each. */
function kindCounts({ columns }: TraceModel): readonly (readonly [StepKind, number])[] {
  const counts = STEP_KINDS.map(() => 0);
  for (const kind of columns.kind) if (counts[kind] !== undefined) counts[kind]++;
  return STEP_KINDS.map((kind, code) => [kind, counts[code]!] as const).filter(([, count]) => count > 0);
}
