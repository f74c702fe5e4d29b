import type { ComponentType, VNode } from 'preact';
import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { connection } from '../api/connection.ts';
import style from './lazy-component.module.css';

/**
 * A component whose code is fetched when it is first shown; until then there is nothing. A fetch that failed is tried
 * again once the collector is back; a newer build, whose files have other names, takes a reload.
 */
export function lazyComponent<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Lazy(props: Props): VNode<object> | null {
    const [state, setState] = useState<'loading' | 'loaded' | 'failed'>('loading');
    useEffect(() => {
      if (loaded) return undefined;
      let isCurrent = true;
      load().then(
        (component) => {
          loaded = component;
          if (isCurrent) setState('loaded');
        },
        () => isCurrent && setState('failed'),
      );
      return () => {
        isCurrent = false;
      };
    }, [connection.value.state]);
    if (loaded) return h(loaded as ComponentType<object>, props);
    return state === 'failed' ? <LoadFailure /> : null;
  };
}

function LoadFailure(): VNode {
  return (
    <p class={style.failure} role="alert">
      This part of the viewer could not be loaded.{' '}
      <button type="button" class={style.reload} onClick={() => location.reload()}>
        Load the page again
      </button>
    </p>
  );
}
