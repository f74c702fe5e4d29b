import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Menu } from '../../traces/toolbar/menu.tsx';
import item from '../../traces/toolbar/menu-item.module.css';
import { type MlflowModelVersion, moveToStage, STAGES } from '../api/registry.ts';
import { ChangeFailure } from '../edit/change-failure.tsx';
import { useChange } from '../edit/use-change.ts';

export interface StageMenuProps {
  readonly version: MlflowModelVersion;
  readonly onChanged: () => void;
}

/** Stages of which there is usually one version. */
const EXCLUSIVE: readonly string[] = ['Staging', 'Production'];

/** Moves a version to another stage; those that were there go to the archive, unless they are to stay. */
export function StageMenu({ version, onChanged }: StageMenuProps): VNode {
  const [archives, setArchives] = useState(true);
  const change = useChange(onChanged);
  const { name, version: number, current_stage: stage } = version;
  return (
    <Menu label={stage === 'None' ? 'No stage' : stage} title={`Stage of version ${number}`}>
      {(close) => (
        <>
          {STAGES.map((wanted) => (
            <button
              key={wanted}
              type="button"
              class={item.item}
              aria-current={wanted === stage ? 'true' : undefined}
              disabled={change.isBusy}
              onClick={async () => {
                const moved =
                  wanted === stage ||
                  (await change.make(() => moveToStage(name, number, wanted, archives && EXCLUSIVE.includes(wanted))));
                if (moved) close();
              }}
            >
              {wanted === 'None' ? 'No stage' : wanted}
            </button>
          ))}
          <label class={item.item}>
            <input type="checkbox" checked={archives} onChange={(event) => setArchives(event.currentTarget.checked)} />
            Archive the versions that are there
          </label>
          <ChangeFailure change={change} />
        </>
      )}
    </Menu>
  );
}
