import { describe, onTestFinished } from 'vitest';
import { alertCases } from './alerts/alert-store.contract.ts';
import { assessmentCases } from './assessments/assessment-store.contract.ts';
import { auditCases } from './audit/audit-store.contract.ts';
import { keyAndSessionCases } from './auth/key-and-session.contract.ts';
import { userCases } from './auth/user-store.contract.ts';
import { datasetCases } from './datasets/dataset-store.contract.ts';
import { datasetVersionCases } from './datasets/dataset-version-store.contract.ts';
import { evaluationCases } from './evaluations/evaluation-store.contract.ts';
import { experimentCases } from './experiments/experiment-store.contract.ts';
import { leaseCases } from './leases/lease-store.contract.ts';
import { loggedModelCases } from './logged-models/logged-model-store.contract.ts';
import { metricCases } from './metrics/metric-store.contract.ts';
import { onlineCases } from './online/online-store.contract.ts';
import { NOW_MS, type OpenedStores, type OpenStores } from './opened-stores.contract.ts';
import { permissionCases } from './permissions/permission-store.contract.ts';
import { privacyCases } from './privacy/privacy-stores.contract.ts';
import { modelHistoryCases } from './registry/model-history-store.contract.ts';
import { modelVersionCases } from './registry/model-version-store.contract.ts';
import { registeredModelCases } from './registry/registered-model-store.contract.ts';
import { runRetentionCases } from './run-retention/run-retention-store.contract.ts';
import { runTotalCases } from './run-totals/run-total-store.contract.ts';
import { runCases } from './runs/run-store.contract.ts';
import { traceInfoCases } from './trace-infos/trace-info-store.contract.ts';
import { traceNoteCases } from './trace-notes/trace-note-store.contract.ts';
import { workspaceCases } from './workspaces/workspace-store.contract.ts';

/** What every adapter has to do. @param open fresh stores with that clock */
export function trackingStoresContract(name: string, open: (nowMs: () => number) => Promise<OpenedStores>): void {
  const opened: OpenStores = async (clock = { nowMs: NOW_MS }) => {
    const made = await open(() => clock.nowMs);
    onTestFinished(() => made.close());
    return made;
  };
  describe(`${name}: experiments`, () => experimentCases(opened));
  describe(`${name}: runs`, () => runCases(opened));
  describe(`${name}: metrics`, () => metricCases(opened));
  describe(`${name}: totals of runs`, () => runTotalCases(opened));
  describe(`${name}: taking out runs`, () => runRetentionCases(opened));
  describe(`${name}: registered models`, () => registeredModelCases(opened));
  describe(`${name}: model versions`, () => modelVersionCases(opened));
  describe(`${name}: histories of models`, () => modelHistoryCases(opened));
  describe(`${name}: logged models`, () => loggedModelCases(opened));
  describe(`${name}: users`, () => userCases(opened));
  describe(`${name}: keys and sessions`, () => keyAndSessionCases(opened));
  describe(`${name}: datasets`, () => datasetCases(opened));
  describe(`${name}: versions of datasets`, () => datasetVersionCases(opened));
  describe(`${name}: evaluations`, () => evaluationCases(opened));
  describe(`${name}: tags and feedback of traces`, () => traceNoteCases(opened));
  describe(`${name}: infos on traces`, () => traceInfoCases(opened));
  describe(`${name}: assessments of traces`, () => assessmentCases(opened));
  describe(`${name}: leases`, () => leaseCases(opened));
  describe(`${name}: scorers of traces as they come`, () => onlineCases(opened));
  describe(`${name}: alerts`, () => alertCases(opened));
  describe(`${name}: workspaces`, () => workspaceCases(opened));
  describe(`${name}: the audit log`, () => auditCases(opened));
  describe(`${name}: privacy`, () => privacyCases(opened));
  describe(`${name}: permissions`, () => permissionCases(opened));
}
