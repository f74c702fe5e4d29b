/** Names that dialects and older conventions use, and the conventions' own for the same provider. */
const CANONICAL: Readonly<Record<string, string>> = {
  azure: 'azure.ai.openai',
  azure_openai: 'azure.ai.openai',
  'az.ai.openai': 'azure.ai.openai',
  'az.ai.inference': 'azure.ai.inference',
  aws: 'aws.bedrock',
  aws_bedrock: 'aws.bedrock',
  bedrock: 'aws.bedrock',
  amazon_bedrock: 'aws.bedrock',
  google: 'gcp.gemini',
  gemini: 'gcp.gemini',
  google_genai: 'gcp.gemini',
  vertexai: 'gcp.vertex_ai',
  vertex_ai: 'gcp.vertex_ai',
  mistral: 'mistral_ai',
  mistralai: 'mistral_ai',
  moonshot: 'moonshot_ai',
  xai: 'x_ai',
  together_ai: 'together',
  togetherai: 'together',
  watsonx: 'ibm.watsonx.ai',
  lmstudio: 'lm_studio',
};

/** A provider under the conventions' name, whoever named it; unknown names stay as they are, in lower case. */
export function providerName(name: string): string {
  if (name === '') return '';
  const lower = name.trim().toLowerCase();
  return Object.hasOwn(CANONICAL, lower) ? CANONICAL[lower]! : lower;
}
