/** Values of `gen_ai.operation.name` that we emit. */
export type Operation =
  | 'chat'
  | 'text_completion'
  | 'generate_content'
  | 'embeddings'
  | 'retrieval'
  | 'create_agent'
  | 'invoke_agent'
  | 'invoke_workflow'
  | 'execute_tool'
  | 'fetch_response';
