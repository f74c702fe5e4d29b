import type { OnlineModel } from '@tracewright/schema';
import type { VNode } from 'preact';
import { SelectField } from '../ui/select.tsx';
import { TextField } from './fields.tsx';
import style from './monitors.module.css';

export const NEW_MODEL: OnlineModel = {
  baseUrl: 'https://api.openai.com/v1',
  model: '',
  keyName: null,
  provider: null,
};

export interface ModelFieldsProps {
  readonly model: OnlineModel;
  /** Keys that the collector has been told of. */
  readonly keys: readonly { readonly name: string; readonly host: string }[];
  readonly onChange: (model: OnlineModel) => void;
}

/** Which model is asked, and with which key; the key itself stays with the collector. */
export function ModelFields({ model, keys, onChange }: ModelFieldsProps): VNode {
  return (
    <>
      <TextField
        label="Endpoint"
        value={model.baseUrl}
        isRequired
        onChange={(baseUrl) => onChange({ ...model, baseUrl })}
      />
      <TextField
        label="Model"
        value={model.model}
        isRequired
        onChange={(name) => onChange({ ...model, model: name })}
      />
      <SelectField
        class={style.field}
        label="Key"
        value={model.keyName ?? ''}
        options={[['', 'none'], ...keys.map(({ name, host }) => [name, `${name}, for ${host}`] as const)]}
        onChange={(name) => onChange({ ...model, keyName: name === '' ? null : name })}
      />
    </>
  );
}
