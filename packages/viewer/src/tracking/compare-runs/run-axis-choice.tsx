import type { VNode } from 'preact';
import { Choice } from '../../ui/choice.tsx';
import type { RunAxis } from './run-axis.ts';

export interface RunAxisChoiceProps {
  readonly label: string;
  readonly axes: readonly RunAxis[];
  readonly value: RunAxis | undefined;
  readonly onChange: (id: string) => void;
}

/** One of the axes that there are. */
export function RunAxisChoice({ label, axes, value, onChange }: RunAxisChoiceProps): VNode {
  return (
    <Choice
      label={label}
      value={value?.id ?? ''}
      options={axes.map(({ id, name }) => [id, id.startsWith('params.') ? `${name} (parameter)` : name] as const)}
      onChange={onChange}
    />
  );
}
