import type { VersionInfo } from '@tracewright/schema';
import type { ComponentType, VNode } from 'preact';
import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { connection } from '../api/connection.ts';
import { getJson } from '../api/request.ts';
import style from './lazy-component.module.css';

/**
 * A component whose code is fetched when it is first shown; until then there is nothing. A module that could not be
 * fetched stays so until the page is loaded again, which happens by itself once a collector that was gone is back.
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
    }, []);
    if (loaded) return h(loaded as ComponentType<object>, props);
    return state === 'failed' ? <LoadFailure /> : null;
  };
}

function LoadFailure(): VNode {
  const isGone = connection.value.state !== 'ok';
  const wasGone = useRef(isGone);
  // A file that did not come tells nobody whether the collector is gone or has a newer build, with other files.
  useEffect(() => {
    getJson<VersionInfo>('/api/v1/version').catch(() => undefined);
  }, []);
  useEffect(() => {
    if (isGone) wasGone.current = true;
    else if (wasGone.current) location.reload();
  }, [isGone]);
  return (
    <p class={style.failure} role="alert">
      {isGone
        ? 'This part of the viewer could not be loaded. It comes when the collector is back.'
        : 'This part of the viewer could not be loaded.'}{' '}
      <button type="button" class={style.reload} onClick={() => location.reload()}>
        Load the page again
      </button>
    </p>
  );
}
