import type { VNode } from 'preact';
import { Choice } from '../../ui/choice.tsx';

export interface VersionChoiceProps {
  readonly label: string;
  readonly versions: readonly string[];
  readonly value: string | undefined;
  readonly onChange: (version: string) => void;
}

/** One of the versions of a model or prompt. */
export function VersionChoice({ label, versions, value, onChange }: VersionChoiceProps): VNode {
  return (
    <Choice
      label={label}
      value={value ?? ''}
      options={versions.map((version) => [version, version] as const)}
      onChange={onChange}
    />
  );
}
