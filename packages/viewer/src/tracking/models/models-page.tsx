import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { useAsked } from '../../api/use-answer.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { searchModels } from '../api/registry.ts';
import { Moment } from '../page/run-facts.tsx';
import { TrackingPage } from '../page/tracking-page.tsx';
import { Unanswered } from '../page/unanswered.tsx';
import style from './model-page.module.css';

const PAGE = 200;
const REFRESH_MS = 15_000;

/** `/models`: the registered ones. */
export function ModelsPage(): VNode {
  const answer = useAsked('models', (abort) => searchModels(PAGE, '', undefined, abort), REFRESH_MS);
  const found = answer.value;
  return (
    <TrackingPage title="Models">
      {!found && <Unanswered answer={answer} what="model" />}
      {found?.items.length === 0 && (
        <p class={style.none}>
          No model has been registered yet. MLflow's clients do it with <code>mlflow.register_model</code>.
        </p>
      )}
      {found && found.items.length > 0 && (
        <DataTable
          caption="Registered models"
          isCaptionHidden
          columns={[{ title: 'Model' }, { title: 'Latest versions' }, { title: 'Aliases' }, { title: 'Changed' }]}
          rows={found.items.map(({ name, latest_versions = [], aliases = [], last_updated_timestamp: changed }) => [
            <Link key="name" href={`/models/${encodeURIComponent(name)}`}>
              {name}
            </Link>,
            latest_versions
              .map(({ version, current_stage: stage }) => (stage === 'None' ? version : `${version} (${stage})`))
              .join(', ') || '–',
            aliases.map(({ alias, version }) => `${alias} = ${version}`).join(', ') || '–',
            <Moment key="changed" ms={changed} />,
          ])}
        />
      )}
    </TrackingPage>
  );
}
