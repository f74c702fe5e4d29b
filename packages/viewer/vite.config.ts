import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';
import { earlyFiles } from './build/early-files.ts';
import { firstLoadLimit } from './build/first-load-limit.ts';
import { precompressed } from './build/precompressed.ts';

/** What the trace page may weigh before it can paint: all script on the static path from the entry, gzipped. */
const FIRST_LOAD_LIMIT_BYTES = 50_000;

/** What the list of traces has in common with sessions, steps and dashboards. */
const SHARED_BY_LISTS =
  /[\\/]src[\\/](api[\\/](use-answer|live|filters)|format[\\/]score|(prompt|evaluation)-tags|traces[\\/](filter-box|selection[\\/]selection-bar\.module|follow-list|loaded-traces|snippets|toolbar|trace-list)|ui[\\/](data-table|page-bar|snippet-card|memo|use-stable)|url[\\/](permissions-href|use-(chosen|now|query))|window[\\/](choice-cell|row-click|row-table|use-row-cursor|row-slots|use-row-slots|use-row-window))\b/;

/** The pages of experiments, runs, prompts and models, but for what every page needs of them. */
const TRACKING = /[\\/]src[\\/]tracking[\\/](?!mlflow-address)/;

/** The pages of evaluations, and of what they are made of and led to. */
const EVALUATIONS = /[\\/]src[\\/](evaluations|reviews|datasets|monitors|ab)[\\/]/;

/** The pages of people, keys and workspaces, which few open and few need together with others; and those of rules. */
const TEAM_RULES = /[\\/]src[\\/]team[\\/](permissions|privacy|redaction)[\\/]/;
const TEAM = /[\\/]src[\\/]team[\\/]/;
/** What these and monitors ask before something goes, and say where somebody else was quicker. */
const TEAM_CHANGES = /[\\/]src[\\/]changes[\\/]/;

/** What is said of one span: whoever looks at one sees most of it. */
const DETAIL = /[\\/]src[\\/]trace[\\/](detail|feedback)[\\/]/;

/** Small parts of several pages, and the two pages of sessions: alone each would take half as much again. */
const PARTS =
  /[\\/]src[\\/](api[\\/]feedback|diff[\\/]text-diff|format[\\/]share|ui[\\/](limited-list|modal|section|tabs|tag-form)|trace[\\/]content[\\/](?!safe-markdown))/;
const SESSIONS = /[\\/]src[\\/]sessions[\\/]/;

/** What lies above every page, on a key. */
const PALETTE = /[\\/]src[\\/](palette|help)[\\/]/;

const config: UserConfig = {
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Workspace packages are bundled from source, so that the viewer builds without their `dist`.
  resolve: { conditions: ['tracewright-source', 'module', 'browser', 'development|production'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // The stand-in for the collector, or the collector itself, while developing.
  server: { proxy: { '/api': process.env.TRACEWRIGHT_URL ?? 'http://127.0.0.1:4318' } },
  build: {
    target: 'es2022',
    // No data: URLs, which the Content-Security-Policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The library of the charts is one file, and comes with the first of them.
    chunkSizeWarningLimit: 700,
    // What is bundled demands that its licence goes along.
    license: { fileName: 'LICENSES.md' },
    rolldownOptions: {
      // What the first page and others share is one file rather than a dozen: each is a round trip of its own.
      output: {
        codeSplitting: {
          groups: [
            { name: 'base', tags: ['$initial'], priority: 1 },
            { name: 'lists', test: SHARED_BY_LISTS },
            // Pages that one goes to from one another: in one file they take a seventh less than in thirty.
            { name: 'tracking', test: TRACKING, includeDependenciesRecursively: false },
            { name: 'evaluations', test: EVALUATIONS, includeDependenciesRecursively: false },
            { name: 'team-rules', test: TEAM_RULES, includeDependenciesRecursively: false },
            { name: 'team-changes', test: TEAM_CHANGES, includeDependenciesRecursively: false },
            { name: 'team', test: TEAM, includeDependenciesRecursively: false },
            { name: 'detail', test: DETAIL, includeDependenciesRecursively: false },
            { name: 'parts', test: PARTS, includeDependenciesRecursively: false },
            { name: 'palette', test: PALETTE, includeDependenciesRecursively: false },
            { name: 'sessions', test: SESSIONS, includeDependenciesRecursively: false },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  plugins: [firstLoadLimit(FIRST_LOAD_LIMIT_BYTES), earlyFiles('/src/traces/traces-page.tsx'), precompressed()],
};

export default config;
