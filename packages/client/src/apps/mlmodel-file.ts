type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml | undefined };

/** The flavour under which applications are kept. */
export const APP_FLAVOR = 'tracewright';

/**
 * Writes the `MLmodel` file of a model, which MLflow's readers expect in YAML: blocks of keys, whose texts and lists stand in
 * JSON, which is YAML as well.
 */
export function writeMlmodel(model: Readonly<Record<string, Yaml | undefined>>): string {
  return `${block(model, '').join('\n')}\n`;
}

function block(record: Readonly<Record<string, Yaml | undefined>>, indent: string): readonly string[] {
  return Object.entries(record).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 0) {
      return [`${indent}${key}:`, ...block(value as Readonly<Record<string, Yaml>>, `${indent}  `)];
    }
    return [`${indent}${key}: ${JSON.stringify(value)}`];
  });
}

/** Names of the flavours that an `MLmodel` file of any writer tells of. */
export function readFlavors(mlmodel: string): readonly string[] {
  const lines = mlmodel.split(/\r?\n/);
  const start = lines.findIndex((line) => /^flavors:\s*$/.test(line));
  if (start < 0) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^\S/.test(line));
  const body = (end < 0 ? rest : rest.slice(0, end)).filter((line) => /^\s+[^\s#]/.test(line));
  const indent = /^\s+/.exec(body[0] ?? '')?.[0] ?? '';
  return body.flatMap((line) => new RegExp(`^${indent}(['"]?)([^\\s'":]+)\\1:`).exec(line)?.[2] ?? []);
}
