/** Where a variable stands in a template, as MLflow writes it: `{{ name }}`, or `{{ name.of.something }}`. */
const VARIABLE = /\{\{\s*([a-zA-Z_][a-zA-Z0-9_]*(?:\.[a-zA-Z_][a-zA-Z0-9_]*)*)\s*\}\}/g;

/** One message of a conversation. */
export interface PromptMessage {
  readonly role: string;
  readonly content: string;
}

/** A text, or the messages of a conversation. */
export type PromptTemplate = string | readonly PromptMessage[];

/** What may stand in place of a variable; it is written as `String` writes it. */
export type PromptValue = string | number | bigint | boolean;

/**
 * Names of the variables of a template, as far as its text is known to the compiler; `string` where it is not.
 *
 * @example
 * type Names = VariablesOf<'Say {{what}} to {{ whom }}.'>; // 'what' | 'whom'
 */
export type VariablesOf<Template extends PromptTemplate> = Template extends string
  ? VariablesOfText<Template>
  : Template extends readonly PromptMessage[]
    ? VariablesOfText<Template[number]['content']>
    : never;

/** The values that a template with these variables takes: all of them, and no others. */
export type PromptValues<Variables extends string> = Readonly<Record<Variables, PromptValue>>;

/** What `format` takes: nothing where there are no variables. */
export type FormatArguments<Variables extends string> = [Variables] extends [never]
  ? readonly [values?: Readonly<Record<string, never>>]
  : string extends Variables
    ? readonly [values?: PromptValues<string>]
    : readonly [values: PromptValues<Variables>];

type VariablesOfText<Text extends string, Found extends string = never> = string extends Text
  ? string
  : Text extends `${string}{{${infer Rest}`
    ? Rest extends `${infer Inside}}}${infer After}`
      ? // Of braces within braces the innermost count.
        Inside extends `${string}{{${string}`
        ? VariablesOfText<Rest, Found>
        : VariablesOfText<After, Found | NameIn<Inside>>
      : Found
    : Found;

/** What stands between braces, if it is a name; a third brace before it is a text. */
type NameIn<Inside extends string> = Inside extends `{${infer Rest}`
  ? NameIn<Rest>
  : IsName<Trimmed<Inside>> extends true
    ? Trimmed<Inside>
    : never;

type Space = ' ' | '\n' | '\t' | '\r';
type Trimmed<Text extends string> = Text extends `${Space}${infer Rest}`
  ? Trimmed<Rest>
  : Text extends `${infer Rest}${Space}`
    ? Trimmed<Rest>
    : Text;

type IsName<Text extends string> = Text extends `${infer First}.${infer Rest}`
  ? IsWord<First> extends true
    ? IsName<Rest>
    : false
  : IsWord<Text>;

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
type IsWord<Text extends string> = Text extends '' | `${Digit}${string}` ? false : AreWordCharacters<Text>;

// biome-ignore format: an alphabet is one line
type Letter = 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h' | 'i' | 'j' | 'k' | 'l' | 'm' | 'n' | 'o' | 'p' | 'q' | 'r' | 's' | 't' | 'u' | 'v' | 'w' | 'x' | 'y' | 'z';
type AreWordCharacters<Text extends string> = Text extends `${infer First}${infer Rest}`
  ? Lowercase<First> extends Letter | Digit | '_'
    ? AreWordCharacters<Rest>
    : false
  : true;

/** Names of the variables of a template, each once, in the order in which they first come. */
export function templateVariables(template: PromptTemplate): readonly string[] {
  return [...new Set(textsOf(template).flatMap((text) => [...text.matchAll(VARIABLE)].map(([, name = '']) => name)))];
}

/** A text with values in place of its variables; what the values say is not looked into again. */
export function fillIn(text: string, value: (name: string) => PromptValue): string {
  return text.replaceAll(VARIABLE, (_, name: string) => String(value(name)));
}

/** A text as f-strings and LangChain's templates write it: a variable in single braces, any other brace twice. */
export function singleBraced(text: string): string {
  const double = (part: string): string => part.replaceAll(/[{}]/g, '$&$&');
  let written = '';
  let from = 0;
  for (const match of text.matchAll(VARIABLE)) {
    written += `${double(text.slice(from, match.index))}{${match[1]}}`;
    from = match.index + match[0].length;
  }
  return written + double(text.slice(from));
}

/** Whether control flow of Jinja stands in it, which MLflow's Python client carries out and we do not. */
export function isJinja(template: PromptTemplate): boolean {
  return textsOf(template).some((text) => text.includes('{%') && text.includes('%}'));
}

function textsOf(template: PromptTemplate): readonly string[] {
  return typeof template === 'string' ? [template] : template.map(({ content }) => content);
}
