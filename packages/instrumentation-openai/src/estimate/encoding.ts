/** The two vocabularies of OpenAI's models that are still offered. */
export type Encoding = 'o200k_base' | 'cl100k_base';

/** Models before GPT-4o, in OpenAI's names and in Azure's, and embeddings. */
const CL100K = /(^|[:/])(gpt-4(-(?!o)|$)|gpt-3\.5|gpt-35|text-embedding|(davinci|babbage)-002)/;

/**
 * The encoding that a model reads text in. Models of others have their own, which nobody ships: the newest of OpenAI's
 * comes closest.
 *
 * @param model as requested or answered, fine-tuned (`ft:gpt-3.5-turbo:…`) and routed (`openai/gpt-4`) ones included
 */
export function encodingOf(model: string | undefined): Encoding {
  return CL100K.test(model ?? '') ? 'cl100k_base' : 'o200k_base';
}
