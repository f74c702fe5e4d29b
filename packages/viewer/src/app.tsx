import type { VNode } from 'preact';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter-preact';
import { isSignedOut } from './api/session.ts';
import { MessagePage } from './shell/message-page.tsx';
import { Shell } from './shell/shell.tsx';
import { TracePage } from './trace/trace-page.tsx';
import { pageOfMlflowAddress } from './tracking/mlflow-address.ts';
import { lazyComponent } from './ui/lazy-component.tsx';
import { pathPart } from './url/path-part.ts';
import { signInHref } from './url/sign-in-href.ts';

const TracesPage = lazyComponent(() => import('./traces/traces-page.tsx').then((module) => module.TracesPage));
const DashboardsPage = lazyComponent(() =>
  import('./dashboards/dashboards-page.tsx').then((module) => module.DashboardsPage),
);
const SettingsPage = lazyComponent(() => import('./settings/settings-page.tsx').then((module) => module.SettingsPage));
const ComparePage = lazyComponent(() => import('./compare/compare-page.tsx').then((module) => module.ComparePage));
const StepsPage = lazyComponent(() => import('./steps/steps-page.tsx').then((module) => module.StepsPage));
const SessionsPage = lazyComponent(() => import('./sessions/sessions-page.tsx').then((module) => module.SessionsPage));
const ExperimentsPage = lazyComponent(() =>
  import('./tracking/experiments/experiments-page.tsx').then((module) => module.ExperimentsPage),
);
const RunsPage = lazyComponent(() => import('./tracking/runs/runs-page.tsx').then((module) => module.RunsPage));
const RunPage = lazyComponent(() => import('./tracking/run/run-page.tsx').then((module) => module.RunPage));
const CompareRunsPage = lazyComponent(() =>
  import('./tracking/compare-runs/compare-runs-page.tsx').then((module) => module.CompareRunsPage),
);
const MonitorsPage = lazyComponent(() => import('./monitors/monitors-page.tsx').then((module) => module.MonitorsPage));
const AbPage = lazyComponent(() => import('./ab/ab-page.tsx').then((module) => module.AbPage));
const ReviewsPage = lazyComponent(() => import('./reviews/reviews-page.tsx').then((module) => module.ReviewsPage));
const EvaluationsPage = lazyComponent(() =>
  import('./evaluations/list/evaluations-page.tsx').then((module) => module.EvaluationsPage),
);
const CalibrationsPage = lazyComponent(() =>
  import('./evaluations/calibration/calibrations-page.tsx').then((module) => module.CalibrationsPage),
);
const CalibrationPage = lazyComponent(() =>
  import('./evaluations/calibration/calibration-page.tsx').then((module) => module.CalibrationPage),
);
const EvaluationPage = lazyComponent(() =>
  import('./evaluations/evaluation-page.tsx').then((module) => module.EvaluationPage),
);
const DatasetsPage = lazyComponent(() => import('./datasets/datasets-page.tsx').then((module) => module.DatasetsPage));
const DatasetPage = lazyComponent(() => import('./datasets/dataset-page.tsx').then((module) => module.DatasetPage));
const PromptsPage = lazyComponent(() =>
  import('./tracking/prompts/prompts-page.tsx').then((module) => module.PromptsPage),
);
const PromptPage = lazyComponent(() =>
  import('./tracking/prompts/prompt-page.tsx').then((module) => module.PromptPage),
);
const ModelsPage = lazyComponent(() => import('./tracking/models/models-page.tsx').then((module) => module.ModelsPage));
const ModelPage = lazyComponent(() => import('./tracking/models/model-page.tsx').then((module) => module.ModelPage));
const SessionPage = lazyComponent(() => import('./sessions/session-page.tsx').then((module) => module.SessionPage));

const SignInPage = lazyComponent(() => import('./team/sign-in-page.tsx').then((module) => module.SignInPage));
const TeamPages = lazyComponent(() => import('./team/team-pages.tsx').then((module) => module.TeamPages));

/** Every page at its address; whoever is to sign in does so first, and comes back to where they were. */
export function App(): VNode {
  const [path] = useLocation();
  if (path === '/sign-in') return <SignInPage />;
  if (isSignedOut.value) return <Redirect to={signInHref(location.pathname + location.search)} replace />;
  return (
    <Shell>
      <Switch>
        <Route path="/">
          <Redirect to={pageOfMlflowAddress(location.hash) ?? '/traces'} replace />
        </Route>
        <Route path="/traces">
          <TracesPage />
        </Route>
        <Route path="/traces/:id">{({ id }: { readonly id: string }) => <TracePage key={id} traceId={id} />}</Route>
        <Route path="/dash">
          <DashboardsPage />
        </Route>
        <Route path="/settings">
          <SettingsPage />
        </Route>
        <Route path="/settings/:page">{({ page }: { readonly page: string }) => <TeamPages page={page} />}</Route>
        <Route path="/compare">
          <ComparePage />
        </Route>
        <Route path="/steps">
          <StepsPage />
        </Route>
        <Route path="/sessions">
          <SessionsPage />
        </Route>
        <Route path="/sessions/:id">
          {({ id }: { readonly id: string }) => <SessionPage key={id} sessionId={pathPart(location.pathname, 1)} />}
        </Route>
        <Route path="/experiments">
          <ExperimentsPage />
        </Route>
        <Route path="/experiments/:id">
          {({ id }: { readonly id: string }) => <RunsPage key={id} experimentId={id} />}
        </Route>
        <Route path="/runs/:id">{({ id }: { readonly id: string }) => <RunPage key={id} runId={id} />}</Route>
        <Route path="/compare-runs">
          <CompareRunsPage />
        </Route>
        <Route path="/ab">
          <AbPage />
        </Route>
        <Route path="/reviews">
          <ReviewsPage />
        </Route>
        <Route path="/evals">
          <EvaluationsPage />
        </Route>
        <Route path="/monitors">
          <MonitorsPage />
        </Route>
        <Route path="/calibrations">
          <CalibrationsPage />
        </Route>
        <Route path="/calibrations/:id">
          {({ id }: { readonly id: string }) => <CalibrationPage key={id} runId={id} />}
        </Route>
        <Route path="/evals/:id">{({ id }: { readonly id: string }) => <EvaluationPage key={id} runId={id} />}</Route>
        <Route path="/datasets">
          <DatasetsPage />
        </Route>
        <Route path="/datasets/:id">{({ id }: { readonly id: string }) => <DatasetPage key={id} id={id} />}</Route>
        <Route path="/prompts">
          <PromptsPage />
        </Route>
        <Route path="/prompts/:name">
          {({ name }: { readonly name: string }) => <PromptPage key={name} name={pathPart(location.pathname, 1)} />}
        </Route>
        <Route path="/models">
          <ModelsPage />
        </Route>
        <Route path="/models/:name">
          {({ name }: { readonly name: string }) => <ModelPage key={name} name={pathPart(location.pathname, 1)} />}
        </Route>
        <Route>
          <MessagePage title="No such page">
            <Link href="/traces">Go to the traces</Link>
          </MessagePage>
        </Route>
      </Switch>
    </Shell>
  );
}
