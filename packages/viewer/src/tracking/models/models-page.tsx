import type { VNode } from 'preact';
import { useLocation } from 'wouter-preact';
import { createModel, type MlflowModel } from '../api/registry.ts';
import { NameMenu } from '../edit/name-menu.tsx';
import { modelHref } from './model-href.ts';
import style from './registry.module.css';
import { RegistryList } from './registry-list.tsx';

/** `/models?q=`: the registered ones. */
export function ModelsPage(): VNode {
  const [, navigate] = useLocation();
  return (
    <RegistryList
      title="Models"
      noun="model"
      filter=""
      hrefOf={modelHref}
      versions={{ title: 'Latest versions', of: latestOfStages }}
      actions={
        <NameMenu
          label="New model"
          action="Create"
          onName={async (name) => {
            await createModel(name);
            navigate(modelHref(name));
          }}
        />
      }
      none={
        <p class={style.none}>
          No model has been registered yet. The page of a run registers what it has logged, and so do clients.
        </p>
      }
    />
  );
}

function latestOfStages({ latest_versions: versions = [] }: MlflowModel): string {
  return versions
    .map(({ version, current_stage: stage }) => (stage === 'None' ? version : `${version} (${stage})`))
    .join(', ');
}
