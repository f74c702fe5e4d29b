import type { Attributes } from '@opentelemetry/api';
import { ownText } from '@tracewright/instrumentation-core';
import { GEN_AI, type StepKind } from '@tracewright/schema';
import { serializedNamespace } from './brief-serialized.ts';

/** What a run that LangChain calls a chain is. */
export interface ChainStart {
  readonly name: string;
  readonly kind: StepKind;
  readonly isGraph: boolean;
  readonly attributes: Attributes;
}

/**
 * Tells prompts and parsers (by LangChain's type of run), agents and graphs (by the class of the graph; what it says
 * about itself in metadata is inherited by its nodes and would not do alone) from other chains.
 */
export function chainStart(chain: unknown, runType: unknown, name: string, metadata: unknown): ChainStart {
  if (runType === 'prompt' || runType === 'parser') return { name, kind: runType, isGraph: false, attributes: {} };
  if (!isGraph(chain)) return { name, kind: 'chain', isGraph: false, attributes: {} };
  if (ownText(metadata, 'ls_integration') !== 'langchain_create_agent') {
    const attributes = { [GEN_AI.operationName]: 'invoke_workflow', [GEN_AI.workflowName]: name };
    return { name, kind: 'chain', isGraph: true, attributes };
  }
  const agentName = ownText(metadata, 'lc_agent_name');
  return {
    name,
    kind: 'agent',
    isGraph: true,
    attributes: {
      [GEN_AI.operationName]: 'invoke_agent',
      ...(agentName === undefined ? {} : { [GEN_AI.agentName]: agentName }),
    },
  };
}

function isGraph(chain: unknown): boolean {
  const [library, part] = serializedNamespace(chain);
  return library === 'langgraph' && part === 'pregel';
}
