/** All buffers in a value of plain objects, arrays and typed arrays, each once: they go over without being copied. */
export function transferables(value: object): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const pending: object[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (ArrayBuffer.isView(next)) {
      if (next.buffer instanceof ArrayBuffer) found.add(next.buffer);
      continue;
    }
    for (const inner of Object.values(next) as unknown[])
      if (typeof inner === 'object' && inner !== null) pending.push(inner);
  }
  return [...found];
}
