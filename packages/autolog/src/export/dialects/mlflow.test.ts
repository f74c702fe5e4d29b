import { expect, test } from 'vitest';
import { mlflowAttributes } from './mlflow.ts';

test('a step of a chain has its type, input and output', () => {
  expect(
    mlflowAttributes({
      'tracewright.span.kind': 'parser',
      'tracewright.input': '{"text":"3"}',
      'tracewright.output': '"three"',
    }),
  ).toEqual({ 'mlflow.spanType': 'PARSER', 'mlflow.spanInputs': '{"text":"3"}', 'mlflow.spanOutputs': 'three' });
});

test('documents that were found are given as MLflow shows them', () => {
  expect(
    mlflowAttributes({
      'tracewright.span.kind': 'retriever',
      'gen_ai.retrieval.query.text': 'tents',
      'gen_ai.retrieval.documents': '[{"id":"7","content":"Tents are green.","score":0.5,"metadata":{"page":1}}]',
    }),
  ).toEqual({
    'mlflow.spanType': 'RETRIEVER',
    'mlflow.spanInputs': 'tents',
    'mlflow.spanOutputs': '[{"page_content":"Tents are green.","metadata":{"score":0.5,"page":1},"id":"7"}]',
  });
});

test('a model call has our cost, and tokens that add up', () => {
  expect(
    mlflowAttributes({
      'tracewright.span.kind': 'embedding',
      'gen_ai.usage.input_tokens': 8,
      'gen_ai.usage.cost': 0.25,
      'tracewright.cost.input': 0.25,
    }),
  ).toEqual({
    'mlflow.spanType': 'EMBEDDING',
    'mlflow.chat.tokenUsage': '{"input_tokens":8,"output_tokens":0,"total_tokens":8}',
    'mlflow.llm.cost': '{"input_cost":0.25,"output_cost":0,"total_cost":0.25}',
  });
});
