import { arrayAt, isObject, objectAt, requiredText, textAt } from './json-fields.ts';
import { invalid } from './model-error.ts';
import type { ToolChoice, ToolSpec } from './prompt.ts';

/**
 * Reads `tools`. Chat completions keep a function's fields under `function`, responses beside its type.
 *
 * @throws ModelError 400, also for tools that are not functions: there are none here.
 */
export function readTools(value: unknown, isNested: boolean): readonly ToolSpec[] {
  return arrayAt(value ?? [], 'tools').map((item, at) => {
    const param = `tools[${at}]`;
    const tool = objectAt(item, param);
    if (tool.type !== 'function') throw invalid(`${param}.type`, "only 'function' is supported here");
    const spec = isNested ? objectAt(tool.function, `${param}.function`) : tool;
    return {
      name: requiredText(spec, 'name', `${param}.name`),
      description: typeof spec.description === 'string' ? spec.description : '',
      parameters: isObject(spec.parameters) ? spec.parameters : { type: 'object' },
    };
  });
}

/** Reads `tool_choice`. @throws ModelError 400 for one that names no tool of the request. */
export function readToolChoice(value: unknown, tools: readonly ToolSpec[]): ToolChoice {
  const choice = value ?? 'auto';
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice;
  if (typeof choice === 'string') throw invalid('tool_choice', "expected 'auto', 'none', 'required' or a function");
  const wanted = objectAt(choice, 'tool_choice');
  const name = textAt(isObject(wanted.function) ? wanted.function.name : wanted.name, 'tool_choice.name');
  if (!tools.some((tool) => tool.name === name)) throw invalid('tool_choice', `there is no tool '${name}' in 'tools'`);
  return { name };
}
