/** Colours of a chart, read from the page's own, since a canvas knows no style sheet. */
export interface ChartTheme {
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly error: string;
  /** Of series, in their order. */
  readonly series: readonly string[];
  readonly font: string;
}

const SERIES = ['llm', 'tool', 'retriever', 'agent', 'embedding', 'guard', 'chain'] as const;

/** The colours of the present theme. */
export function chartTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: read('text-2'),
    faint: read('text-3'),
    line: read('line'),
    error: read('error'),
    series: SERIES.map((kind) => read(`kind-${kind}`)),
    font: read('font'),
  };
}

/** Name of the style variable by which the legend shows the colour of a series. */
export function seriesColour(at: number): string {
  return `var(--kind-${SERIES[at % SERIES.length]})`;
}
