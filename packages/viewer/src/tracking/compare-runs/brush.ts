/** What is chosen on an axis: values from the first to the second of each pair. */
export type Intervals = readonly (readonly [number, number])[];

/** Chosen stretches by the id of their axis. */
export type Brush = ReadonlyMap<string, Intervals>;

/** As the URL has it: `metrics.loss*0.1*0.5`, joined by commas. Keys of runs have none of these signs. */
export function parseBrush(text: string | undefined): Brush {
  const brush = new Map<string, Intervals>();
  for (const part of text?.split(',') ?? []) {
    const [id = '', low, high] = part.split('*');
    const interval = [Number(low), Number(high)] as const;
    if (id !== '' && interval.every(Number.isFinite)) brush.set(id, [...(brush.get(id) ?? []), interval]);
  }
  return brush;
}

/** Undefined where nothing is chosen. */
export function brushParameter(brush: Brush): string | undefined {
  const parts = [...brush].flatMap(([id, intervals]) =>
    intervals.map(([low, high]) => `${id}*${Number(low.toPrecision(6))}*${Number(high.toPrecision(6))}`),
  );
  return parts.join() || undefined;
}
