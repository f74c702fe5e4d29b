import type { VNode } from 'preact';
import type { TraceFilter } from '../api/asked.ts';
import { Menu } from '../traces/toolbar/menu.tsx';
import { lazyComponent } from '../ui/lazy-component.tsx';

const AddToDataset = lazyComponent(() => import('./add-to-dataset.tsx').then((module) => module.AddToDataset));

/** Makes records of traces, where traces are listed. */
export function DatasetMenu({ filter }: { readonly filter: TraceFilter }): VNode {
  return (
    <Menu label="Dataset" title="Add these traces to a dataset">
      {() => <AddToDataset filter={filter} />}
    </Menu>
  );
}
