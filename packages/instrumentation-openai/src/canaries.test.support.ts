/** Strings that occur nowhere else, each named after the field that it stands in. */
export class Canaries {
  readonly #planted = new Set<string>();

  /** @param field such as `chat.messages.name` */
  readonly plant = (field: string): string => {
    const canary = `canary(${field})`;
    this.#planted.add(canary);
    return canary;
  };

  get planted(): readonly string[] {
    return [...this.#planted];
  }

  /** Those of the planted ones that stand in a text. */
  in(text: string): readonly string[] {
    return this.planted.filter((canary) => text.includes(canary));
  }
}

type Plant = Canaries['plant'];

/** Every field of a chat request that can hold what a user, a file or a developer wrote. */
export function chatRequest(plant: Plant): object {
  return {
    model: 'demo',
    user: plant('user'),
    safety_identifier: plant('safety_identifier'),
    prompt_cache_key: plant('prompt_cache_key'),
    stop: [plant('stop')],
    metadata: { [plant('metadata.key')]: plant('metadata.value') },
    prediction: { type: 'content', content: plant('prediction') },
    web_search_options: { user_location: { type: 'approximate', approximate: { city: plant('city') } } },
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'place', description: plant('schema.description'), schema: { title: plant('schema') } },
    },
    messages: [
      { role: 'system', content: plant('system'), name: plant('system.name') },
      { role: 'developer', content: [{ type: 'text', text: plant('developer') }] },
      {
        role: 'user',
        name: plant('user.name'),
        content: [
          { type: 'text', text: plant('user.text') },
          { type: 'image_url', image_url: { url: `https://files.test/${plant('image.url')}.png` } },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${plant('image.data')}` } },
          { type: 'input_audio', input_audio: { data: plant('audio.data'), format: 'wav' } },
          { type: 'file', file: { filename: plant('file.name'), file_data: plant('file.data') } },
          { type: 'file', file: { file_id: plant('file.id') } },
        ],
      },
      {
        role: 'assistant',
        content: [{ type: 'refusal', refusal: plant('assistant.refusal') }],
        tool_calls: [
          {
            id: plant('tool_call.id'),
            type: 'function',
            function: { name: plant('tool_call.name'), arguments: `{"city":"${plant('tool_call.arguments')}"}` },
          },
        ],
      },
      { role: 'tool', tool_call_id: plant('tool.id'), content: plant('tool.result') },
      { role: 'function', name: plant('function.name'), content: plant('function.result') },
    ],
    tools: [
      {
        type: 'function',
        function: {
          name: plant('tool.name'),
          description: plant('tool.description'),
          parameters: { properties: { [plant('tool.parameter')]: { description: plant('tool.parameter.text') } } },
        },
      },
    ],
  };
}

/** Every field of a chat message that a model can write to. */
export function chatMessage(plant: Plant): object {
  return {
    role: 'assistant',
    content: plant('answer.text'),
    refusal: plant('answer.refusal'),
    reasoning_content: plant('answer.reasoning'),
    annotations: [{ type: 'url_citation', url_citation: { title: plant('answer.citation'), url: 'https://a.test' } }],
    audio: { id: 'audio_1', data: plant('answer.audio'), transcript: plant('answer.transcript') },
    tool_calls: [
      {
        index: 0,
        id: 'call_1',
        type: 'function',
        function: { name: plant('answer.tool'), arguments: `{"city":"${plant('answer.arguments')}"}` },
      },
    ],
  };
}

/** Every field of a responses request that can hold what a user, a file or a developer wrote. */
export function responsesRequest(plant: Plant): object {
  return {
    model: 'demo',
    instructions: plant('instructions'),
    user: plant('user'),
    safety_identifier: plant('safety_identifier'),
    metadata: { [plant('metadata.key')]: plant('metadata.value') },
    prompt: { id: 'pmpt_1', variables: { [plant('variable.name')]: plant('variable.value') } },
    text: {
      format: { type: 'json_schema', name: 'place', schema: { title: plant('schema') } },
    },
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: plant('input.text') },
          { type: 'input_image', detail: 'auto', image_url: `https://files.test/${plant('image')}` },
          { type: 'input_file', filename: plant('file.name'), file_data: plant('file.data') },
          { type: 'input_file', file_id: plant('file.id') },
        ],
      },
      { type: 'reasoning', id: 'rs_0', summary: [{ type: 'summary_text', text: plant('summary') }] },
      { type: 'function_call', call_id: 'c', name: plant('call.name'), arguments: plant('call.arguments') },
      { type: 'function_call_output', call_id: 'c', output: plant('call.output') },
    ],
    tools: [
      {
        type: 'function',
        strict: false,
        name: plant('tool.name'),
        description: plant('tool.description'),
        parameters: { [plant('tool.parameter')]: 1 },
      },
      {
        type: 'mcp',
        server_label: plant('mcp.label'),
        server_url: `https://${plant('mcp.url')}`,
        headers: { authorization: plant('mcp.secret') },
      },
    ],
  };
}

/** Items of every kind that a model, or a tool at the provider, can write to. */
export function responsesOutput(plant: Plant): object[] {
  return [
    { id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text: plant('output.summary') }] },
    { id: 'ws_1', type: 'web_search_call', action: { type: 'search', query: plant('output.query') } },
    {
      id: 'fs_1',
      type: 'file_search_call',
      queries: [plant('output.file.query')],
      results: [{ filename: plant('output.file.name'), text: plant('output.file.text') }],
    },
    { id: 'ci_1', type: 'code_interpreter_call', code: plant('output.code'), outputs: [] },
    { id: 'mcp_1', type: 'mcp_call', name: plant('output.mcp'), arguments: plant('output.mcp.arguments'), output: '' },
    { id: 'ig_1', type: 'image_generation_call', result: plant('output.image') },
    { id: 'fc_1', type: 'function_call', call_id: 'c', name: plant('output.tool'), arguments: plant('output.args') },
    {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      content: [
        {
          type: 'output_text',
          text: plant('output.text'),
          annotations: [{ type: 'file_citation', filename: plant('output.citation') }],
        },
        { type: 'refusal', refusal: plant('output.refusal') },
      ],
    },
  ];
}
