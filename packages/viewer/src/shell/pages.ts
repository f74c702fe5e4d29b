/** A page of the navigation. */
export interface PageLink {
  readonly path: string;
  readonly label: string;
  /** Beginnings of further addresses that belong to it. */
  readonly also?: readonly string[];
}

/** Pages in the order of the navigation. A page appears here once it exists. */
export const PAGES: readonly PageLink[] = [
  { path: '/traces', label: 'Traces' },
  { path: '/sessions', label: 'Sessions' },
  { path: '/steps', label: 'Steps' },
  { path: '/dash', label: 'Dashboards' },
  { path: '/experiments', label: 'Experiments', also: ['/runs/', '/compare-runs'] },
  { path: '/evals', label: 'Evaluations', also: ['/calibrations/'] },
  { path: '/reviews', label: 'Reviews' },
  { path: '/ab', label: 'A/B' },
  { path: '/datasets', label: 'Datasets' },
  { path: '/prompts', label: 'Prompts' },
  { path: '/models', label: 'Models' },
  { path: '/settings', label: 'Settings' },
];
