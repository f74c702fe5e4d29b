/**
 * The name of a step without the number that tells its repetitions apart: `turn 12` and `turn[3]` are turns. Numbers
 * within words, such as those of models, stay.
 */
export function stepName(name: string): string {
  return name.replace(/(?<=[\s_#:/[(]|^)\d+(?=[\s_:/\])]|$)/g, '#').replaceAll('##', '#');
}
