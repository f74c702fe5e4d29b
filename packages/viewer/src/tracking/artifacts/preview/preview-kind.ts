/** How a file is shown before it is downloaded. */
export type PreviewKind = 'image' | 'html' | 'csv' | 'json' | 'markdown' | 'text' | 'none';

const KINDS: Readonly<Record<string, PreviewKind>> = {
  ...kind('image', 'png', 'jpg', 'jpeg', 'gif', 'webp', 'svg', 'bmp', 'ico', 'avif'),
  ...kind('html', 'html', 'htm'),
  ...kind('csv', 'csv', 'tsv'),
  ...kind('json', 'json', 'geojson', 'ipynb'),
  ...kind('markdown', 'md', 'markdown'),
  ...kind('text', 'txt', 'log', 'yaml', 'yml', 'toml', 'ini', 'cfg', 'conf', 'py', 'js', 'ts', 'sh', 'r', 'sql', 'xml'),
  ...kind('text', 'jsonl', 'ndjson', 'css', 'diff', 'patch', 'properties', 'env', 'mlmodel', 'mlproject', 'lock'),
  ...kind('none', 'pkl', 'pickle', 'pt', 'pth', 'bin', 'safetensors', 'onnx', 'h5', 'zip', 'gz', 'tar', 'parquet'),
  ...kind('none', 'pdf', 'npy', 'npz', 'joblib', 'arrow', 'feather', 'whl', 'mp4', 'mp3', 'wav', 'so', 'db'),
};

/** By the end of a file's name; what has none known is read as text, which tells whether it is one. */
export function previewKind(path: string): PreviewKind {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return KINDS[name.slice(name.lastIndexOf('.') + 1)] ?? 'text';
}

function kind(of: PreviewKind, ...ends: readonly string[]): Readonly<Record<string, PreviewKind>> {
  return Object.fromEntries(ends.map((end) => [end, of]));
}
