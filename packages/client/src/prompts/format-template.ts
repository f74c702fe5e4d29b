import { TracewrightError } from '../http/tracewright-error.ts';
import {
  fillIn,
  isJinja,
  type PromptMessage,
  type PromptTemplate,
  type PromptValue,
  singleBraced,
  templateVariables,
} from './template-variables.ts';

/** What a template becomes: a text, or messages of the same roles. */
export type Formatted<Template extends PromptTemplate> = Template extends string
  ? string
  : { readonly [Index in keyof Template]: { readonly role: RoleOf<Template[Index]>; readonly content: string } };

type RoleOf<Message> = Message extends { readonly role: infer Role } ? Role : never;

/**
 * Fills in a template.
 *
 * @param name of the prompt, for messages
 * @throws TracewrightError `INVALID_PARAMETER_VALUE` that names the variables without a value and the values that are of
 *   no variable
 */
export function formatTemplate<Template extends PromptTemplate>(
  name: string,
  template: Template,
  values: Readonly<Record<string, PromptValue>> = {},
): Formatted<Template> {
  if (isJinja(template)) throw wrong(`prompt ${name} is a Jinja template, which only Python can fill in`);
  checkValues(name, templateVariables(template), values);
  const fill = (text: string) => fillIn(text, (variable) => values[variable]!);
  const filled =
    typeof template === 'string'
      ? fill(template)
      : (template as readonly PromptMessage[]).map((message) => ({ ...message, content: fill(message.content) }));
  return filled as Formatted<Template>;
}

/** A template for whoever fills it in by single braces, such as LangChain's `ChatPromptTemplate`. */
export function singleBracedTemplate<Template extends PromptTemplate>(template: Template): Formatted<Template> {
  const written =
    typeof template === 'string'
      ? singleBraced(template)
      : (template as readonly PromptMessage[]).map((message) => ({
          ...message,
          content: singleBraced(message.content),
        }));
  return written as Formatted<Template>;
}

function checkValues(name: string, variables: readonly string[], values: Readonly<Record<string, unknown>>): void {
  const missing = variables.filter((variable) => values[variable] === undefined || values[variable] === null);
  const extra = Object.keys(values).filter((key) => !variables.includes(key));
  if (missing.length === 0 && extra.length === 0) return;
  const complaints = [
    ...(missing.length === 0 ? [] : [`has no value for ${missing.join(', ')}`]),
    ...(extra.length === 0 ? [] : [`has no variable ${extra.join(', ')}`]),
  ];
  const known = variables.length === 0 ? 'it has none' : `it has ${variables.join(', ')}`;
  throw wrong(`prompt ${name} ${complaints.join(' and ')}${extra.length === 0 ? '' : `: ${known}`}`);
}

function wrong(message: string): TracewrightError<'INVALID_PARAMETER_VALUE'> {
  return new TracewrightError('INVALID_PARAMETER_VALUE', message);
}
