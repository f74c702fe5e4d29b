import { type AccessScope, ROLE_SCOPES } from '@tracewright/schema';
import type { Need, RouteTable } from './route-permission.ts';

interface Caller {
  readonly scopes: readonly AccessScope[];
  readonly isAdministrator?: boolean;
}

/** Columns of the table, by their headings. */
const CALLERS: Readonly<Record<string, Caller | undefined>> = {
  nobody: undefined,
  'ingest key': { scopes: ['ingest'] },
  viewer: { scopes: ROLE_SCOPES.viewer },
  editor: { scopes: ROLE_SCOPES.editor },
  admin: { scopes: ROLE_SCOPES.admin },
  administrator: { scopes: ROLE_SCOPES.admin, isAdministrator: true },
};

const INTRODUCTION = `# Every route, and who may call it

Written by \`UPDATE_ROUTES=1 npx vitest run collector/src/auth/route-permissions.test.ts\` from \`route-permissions.ts\`; a
test holds both together. Paths of MLflow are there under \`/ajax-api\` as well. Pages hold no data: where there are no users
but a key, they ask for it.
`;

/** The document of all routes. */
export function routeTableText(table: RouteTable): string {
  const names = Object.keys(CALLERS);
  const rows = Object.entries(table)
    .filter(([route]) => !isTwin(route, table))
    .map(([route, { needs, action = '' }]) => {
      const marks = Object.values(CALLERS).map((caller) => (mayCall(needs, caller) ? '●' : ''));
      return `| ${[`\`${route}\``, ...marks, action].join(' | ')} |`;
    });
  const head = [`| route | ${names.join(' | ')} | in the audit log |`, `|---|${'---|'.repeat(names.length + 1)}`];
  return `${INTRODUCTION}\n${[...head, ...rows].join('\n')}\n`;
}

function isTwin(route: string, table: RouteTable): boolean {
  return route.includes(' /ajax-api/') && route.replace(' /ajax-api/', ' /api/') in table;
}

function mayCall(needs: Need, caller: Caller | undefined): boolean {
  if (needs === 'public' || needs === 'page') return true;
  if (caller === undefined) return false;
  if (needs === 'known') return true;
  return needs === 'installation' ? caller.isAdministrator === true : caller.scopes.includes(needs);
}
