import type { VNode } from 'preact';
import { svgPath } from './dom.ts';

/** Line drawings on a 16 px grid. */
const PATHS = {
  llm: 'M8 1.8l1.5 4.7 4.7 1.5-4.7 1.5L8 14.2l-1.5-4.7L1.8 8l4.7-1.5z',
  chain: 'M6.5 9.5l3-3M7 4.5l1.4-1.4a3 3 0 014.3 4.3L11.3 8.8M9 11.5l-1.4 1.4a3 3 0 01-4.3-4.3L4.7 7.2',
  agent: 'M3.5 6.5h9v6.5h-9zM8 6.5V3.5M6 9.3v.9M10 9.3v.9M8 2.2v.6',
  tool: 'M9.6 6.4a3.4 3.4 0 014.1-4.2L11.6 4.3l.2 1.9 1.9.2 2-2M9.6 6.4L3 13l-1.2-1.2 6.6-6.6',
  retriever: 'M7 2.5a4.5 4.5 0 110 9 4.5 4.5 0 010-9zM10.3 10.3l3.4 3.4',
  embedding: 'M2.5 4h3v3h-3zM2.5 9h3v3h-3zM9 5.5h5M9 8h5M9 10.5h5',
  prompt: 'M2.5 3h11v8h-6l-3 2.5V11h-2z',
  parser:
    'M5.5 2.5c-2 0-2 1.2-2 2.7S3.3 8 2 8c1.3 0 1.5 1.3 1.5 2.8s0 2.7 2 2.7M10.5 2.5c2 0 2 1.2 2 2.7S12.7 8 14 8c-1.3 0-1.5 1.3-1.5 2.8s0 2.7-2 2.7',
  reranker: 'M4.5 13V3.5M2 6l2.5-2.5L7 6M11.5 3v9.5M9 10l2.5 2.5L14 10',
  guardrail: 'M8 1.8l5 2v4c0 3-2 5.3-5 6.4-3-1.1-5-3.4-5-6.4v-4z',
  evaluator: 'M2.5 8.5l3.5 3.5 7.5-8',
  task: 'M8 4.5a3.5 3.5 0 110 7 3.5 3.5 0 010-7z',
  chevron: 'M6 4l4 4-4 4',
  back: 'M10 3.5L5.5 8l4.5 4.5',
  close: 'M4 4l8 8M12 4l-8 8',
  edit: 'M10.5 3l2.5 2.5L6 12.5 3 13l.5-3zM9 4.5L11.5 7',
  file: 'M4 1.8h5l3 3v9.4H4zM9 1.8v3h3',
  folder: 'M2 4h4l1.5 1.8H14V13H2z',
  download: 'M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.2h10',
  copy: 'M5.5 5.5h7.5V13H5.5zM3 10.5V3h7.5',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  error: 'M8 1.8a6.2 6.2 0 110 12.4A6.2 6.2 0 018 1.8zM8 4.8v4M8 10.9v.3',
  sun: 'M8 5.2a2.8 2.8 0 110 5.6 2.8 2.8 0 010-5.6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  moon: 'M13 9.6A5.5 5.5 0 016.4 3 5.5 5.5 0 1013 9.6z',
  screen: 'M2 3h12v8H2zM6 13.5h4',
  path: 'M2 12h3.5V8h5V4H14',
  expand: 'M4 6l4 4 4-4',
  thumb: 'M5 7v6.5H2.5V7zM5 7l2.6-5c1 0 1.7.7 1.7 1.7L9 6.3h3.6c.9 0 1.5.8 1.3 1.6l-1 4.3c-.2.8-.8 1.3-1.6 1.3H5',
  dockRight: 'M2 3h12v10H2zM9.5 3v10',
  dockBottom: 'M2 3h12v10H2zM2 9h12',
  help: 'M8 1.8a6.2 6.2 0 110 12.4A6.2 6.2 0 018 1.8zM6.2 6.2a1.8 1.8 0 113 1.3c-.7.5-1.2.9-1.2 1.7M8 11.3v.2',
  external: 'M9.5 2.5h4v4M13.5 2.5L7.5 8.5M11 9.5V13H3V5h3.5',
} as const;

export type IconName = keyof typeof PATHS;

const VIEW = {
  viewBox: '0 0 16 16',
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': '1.5',
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const;

/** The drawing of an icon, as the `d` of a path. */
export function iconPath(name: IconName): string {
  return PATHS[name];
}

/** {@link Icon} for what is drawn without a renderer. */
export function iconElement(name: IconName, size: number): SVGSVGElement {
  const svg = svgPath(undefined, { ...VIEW, width: String(size), height: String(size) });
  svg.firstElementChild?.setAttribute('d', PATHS[name]);
  return svg;
}

/** Decoration only: what it means is always said in text beside it. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): VNode {
  return (
    <svg width={size} height={size} {...VIEW} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
