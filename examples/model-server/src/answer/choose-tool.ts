import type { Prompt, ToolSpec } from '../prompt.ts';
import type { Reading } from './reading.ts';
import { contentWords, overlap } from './words.ts';

/** The tool that a model would call here, if any. One that has just answered is not asked again. */
export function chooseTool(prompt: Prompt, reading: Reading): ToolSpec | undefined {
  const { tools, toolChoice } = prompt;
  if (tools.length === 0 || toolChoice === 'none') return undefined;
  if (typeof toolChoice === 'object') return tools.find(({ name }) => name === toolChoice.name);
  if (reading.toolResults.length > 0) return undefined;
  const wanted = new Set(contentWords(reading.question));
  const [best] = tools.map((tool) => ({ tool, score: fit(tool, wanted) })).sort((a, b) => b.score - a.score);
  return best !== undefined && (best.score > 1 || toolChoice === 'required') ? best.tool : undefined;
}

/** A word of the tool's name in the question says more than one of its description. */
function fit(tool: ToolSpec, wanted: ReadonlySet<string>): number {
  const name = tool.name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
  return 2 * overlap(wanted, name) + overlap(wanted, tool.description);
}
