/** Between the names of a step's path: a control character, which no name of a step has for a reason. */
export const PATH_SEPARATOR = '\u001f';

/** Stands in a path for all names below its end, where spans are nested deeper than a path is told. */
export const PATH_REST = '…';

/**
 * The name of a step without the number that tells its repetitions apart: `turn 12` and `turn[3]` are turns. Numbers
 * within words, such as those of models, stay.
 */
export function stepName(name: string): string {
  return name.replace(/(?<=[\s_#:/[(]|^)\d+(?=[\s_:/\])]|$)/g, '#').replaceAll('##', '#');
}
