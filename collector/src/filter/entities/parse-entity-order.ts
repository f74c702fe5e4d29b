import { ApiError } from '../../errors.ts';
import { tokens } from '../lexer.ts';
import { resolveEntity } from './entity-name.ts';
import type { EntityOrder, EntityTable } from './entity-table.ts';

/**
 * Reads MLflow's `order_by`, one text such as `metrics.accuracy DESC` for each part.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE`, with MLflow's text where it has one.
 */
export function parseEntityOrder(parts: readonly string[], table: EntityTable): readonly EntityOrder[] {
  return parts.map((part) => {
    const [name, direction, ...rest] = tokens(part).filter(({ type }) => type !== 'end');
    const isDescending = direction?.text.toLowerCase() === 'desc';
    const isDirection = direction === undefined || isDescending || direction.text.toLowerCase() === 'asc';
    if (name === undefined || !['word', 'string'].includes(name.type) || !isDirection || rest.length > 0) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `Invalid order_by clause '${part}'. Could not be parsed.`);
    }
    const { kind, key } = resolveEntity(name.text, name.key, table);
    return { kind, key, isDescending };
  });
}
