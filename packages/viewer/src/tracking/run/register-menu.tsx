import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { ApiFailure } from '../../api/request.ts';
import { useAsked } from '../../api/use-answer.ts';
import { Menu } from '../../traces/toolbar/menu.tsx';
import item from '../../traces/toolbar/menu-item.module.css';
import { createModel, createVersion, searchModels } from '../api/registry.ts';
import type { MlflowRun } from '../api/runs.ts';
import { ChangeFailure } from '../edit/change-failure.tsx';
import { useChange } from '../edit/use-change.ts';
import { modelHref } from '../models/model-href.ts';
import { loggedModelPaths } from './logged-model-paths.ts';

/** Models that are offered by name. */
const OFFERED = 100;
/** Where clients put a model that is given no other place. */
const USUAL_PATH = 'model';

export interface RegisterMenuProps {
  readonly run: MlflowRun;
  readonly onRegistered: () => void;
}

/** Makes a version of a registered model from what a run has logged. */
export function RegisterMenu({ run, onRegistered }: RegisterMenuProps): VNode {
  return <Menu label="Register model">{() => <RegisterForm run={run} onRegistered={onRegistered} />}</Menu>;
}

function RegisterForm({ run, onRegistered }: RegisterMenuProps): VNode {
  const [, navigate] = useLocation();
  const listId = useId();
  const paths = loggedModelPaths(run);
  const [name, setName] = useState('');
  const [path, setPath] = useState(paths[0] ?? USUAL_PATH);
  const models = useAsked('models to register', (abort) => searchModels(OFFERED, '', undefined, abort)).value?.items;
  const change = useChange(onRegistered);
  const register = async () => {
    await createModel(name.trim()).catch((error: unknown) => {
      // It gets one more version.
      if (!(error instanceof ApiFailure) || error.code !== 'RESOURCE_ALREADY_EXISTS') throw error;
    });
    const { run_id: runId } = run.info;
    const { version } = await createVersion(name.trim(), `runs:/${runId}/${path.trim()}`, runId);
    navigate(modelHref(name.trim(), version));
  };
  return (
    <form
      class={item.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') void change.make(register);
      }}
    >
      <label class={item.field}>
        Model
        <input
          type="text"
          list={listId}
          placeholder="a new name, or one there is"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <datalist id={listId}>
        {models?.map((model) => (
          <option key={model.name} value={model.name} />
        ))}
      </datalist>
      <label class={item.field}>
        Folder of the artifacts
        <input type="text" value={path} onInput={(event) => setPath(event.currentTarget.value)} />
      </label>
      <button type="submit" class={item.submit} disabled={change.isBusy || name.trim() === ''}>
        Register
      </button>
      <ChangeFailure change={change} />
    </form>
  );
}
