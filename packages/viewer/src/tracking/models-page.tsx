import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { searchModels } from '../api/mlflow.ts';
import { useAsked } from '../api/use-answer.ts';
import { DataTable } from '../ui/data-table.tsx';
import { More } from './more.tsx';
import { Moment } from './run-facts.tsx';
import style from './run-page.module.css';
import { TrackingPage, Unanswered } from './tracking-page.tsx';

const PAGE = 200;
const REFRESH_MS = 15_000;

/** `/models`: the registered ones. */
export function ModelsPage(): VNode {
  const answer = useAsked('models', (abort) => searchModels(PAGE, abort), REFRESH_MS);
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
      <More hasMore={found?.hasMore ?? false} shown={PAGE} noun="models" />
    </TrackingPage>
  );
}
