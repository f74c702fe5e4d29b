import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MLFLOW_ROUTES } from '../../auth/mlflow-route-permissions.ts';

const README = readFileSync(new URL('README.md', import.meta.url), 'utf8');

/** Paths as they look whatever their parameters are called; those of files go on for as long as they like. */
const plain = (route: string): string => route.replace(/\/(?::\w+|\*)/g, '/:');
const ANSWERED = new Set(Object.keys(MLFLOW_ROUTES).map(plain));

/** `GET /api/3.0/mlflow/workspaces/:` of each method and path that a cell of the table names. */
function routesOf(area: string, cell: string): string[] {
  return cell.split(', ').flatMap((entry) => {
    const [methods = '', version = '', rest = ''] = entry.trim().split(' ');
    const isOfFiles = area.startsWith('mlflow-artifacts/');
    // The first of them stands in its own area once more.
    const folder = rest.startsWith('artifacts') && isOfFiles ? 'mlflow-artifacts' : isOfFiles ? area : `mlflow/${area}`;
    const path = `/api/${version}/${folder}${rest === '·' ? '' : `/${rest}`}`;
    return methods === '' ? [] : methods.split('/').map((method) => plain(`${method} ${path}`));
  });
}

test('the table of what MLflow asks for says what is answered, and what is not', () => {
  const rows = README.split('\n').flatMap((line) => {
    const [, area = '', done, missing] = /^\| ([\w/-]+) \| (.*) \| (.*) \|$/.exec(line) ?? [];
    return done === undefined || missing === undefined || area === 'area' || !/\d\.0 |^$/.test(done)
      ? []
      : [{ done: routesOf(area, done), missing: routesOf(area, missing) }];
  });
  const done = rows.flatMap((row) => row.done);
  const missing = rows.flatMap((row) => row.missing);

  expect(done.filter((route) => !ANSWERED.has(route))).toEqual([]);
  expect(missing.filter((route) => ANSWERED.has(route))).toEqual([]);
  expect(README).toContain(`\n${done.length} of ${done.length + missing.length} rows are answered.`);
});
