import type { Command } from './command/command.ts';
import { auditExport } from './commands/audit-export.ts';
import { auditVerify } from './commands/audit-verify.ts';
import { datasetsCreate } from './commands/datasets-create.ts';
import { datasetsDiff } from './commands/datasets-diff.ts';
import { datasetsExport } from './commands/datasets-export.ts';
import { datasetsList } from './commands/datasets-list.ts';
import { evalCompare } from './commands/eval-compare.ts';
import { evalRun } from './commands/eval-run.ts';
import { gc } from './commands/gc.ts';
import { keysAdd } from './commands/keys-add.ts';
import { keysList } from './commands/keys-list.ts';
import { keysRevoke } from './commands/keys-revoke.ts';
import { migrate } from './commands/migrate.ts';
import { mlflowImport } from './commands/mlflow-import.ts';
import { modelsServe } from './commands/models-serve.ts';
import { privacyErase } from './commands/privacy-erase.ts';
import { privacyRetention } from './commands/privacy-retention.ts';
import { privacyRules } from './commands/privacy-rules.ts';
import { privacyTry } from './commands/privacy-try.ts';
import { promptsDiff } from './commands/prompts-diff.ts';
import { promptsList } from './commands/prompts-list.ts';
import { promptsPromote } from './commands/prompts-promote.ts';
import { promptsRollback } from './commands/prompts-rollback.ts';
import { promptsShow } from './commands/prompts-show.ts';
import { record } from './commands/record.ts';
import { runsCompare } from './commands/runs-compare.ts';
import { runsList } from './commands/runs-list.ts';
import { serve } from './commands/serve.ts';
import { tracesCheck } from './commands/traces-check.ts';
import { tracesDelete } from './commands/traces-delete.ts';
import { tracesExport } from './commands/traces-export.ts';
import { tracesImport } from './commands/traces-import.ts';
import { tracesReprice } from './commands/traces-reprice.ts';
import { usersAdd } from './commands/users-add.ts';
import { usersDisable } from './commands/users-disable.ts';
import { usersList } from './commands/users-list.ts';
import { usersPasswd } from './commands/users-passwd.ts';
import { workspacesAdd } from './commands/workspaces-add.ts';
import { workspacesChange } from './commands/workspaces-change.ts';
import { workspacesList } from './commands/workspaces-list.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  serve,
  tracesExport,
  tracesImport,
  tracesDelete,
  tracesReprice,
  tracesCheck,
  record,
  runsList,
  runsCompare,
  evalRun,
  evalCompare,
  promptsList,
  promptsShow,
  promptsDiff,
  promptsPromote,
  promptsRollback,
  datasetsList,
  datasetsCreate,
  datasetsExport,
  datasetsDiff,
  modelsServe,
  mlflowImport,
  workspacesList,
  workspacesAdd,
  workspacesChange,
  auditVerify,
  auditExport,
  privacyErase,
  privacyRetention,
  privacyRules,
  privacyTry,
  usersAdd,
  usersList,
  usersPasswd,
  usersDisable,
  keysAdd,
  keysList,
  keysRevoke,
  gc,
  migrate,
];
