export type ImageType = 'png' | 'jpeg' | 'webp' | 'gif' | 'svg';

/** Where MLflow looks for images that have a name and a step. */
export function imagePath({
  key,
  type = 'png',
  step = 0,
  timestampMs = Date.now(),
}: {
  readonly key: string;
  readonly type?: ImageType;
  readonly step?: number;
  readonly timestampMs?: number;
}): string {
  const name = key.replaceAll('/', '~');
  return `images/${name}+step+${step}+timestamp+${timestampMs}+${crypto.randomUUID()}.${type}`;
}
