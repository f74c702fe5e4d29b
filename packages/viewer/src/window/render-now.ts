import { options } from 'preact';

/** Changes state and draws what follows from it before it returns: paper does not wait for the next moment. */
export function renderNow(change: () => void): void {
  const later = options.debounceRendering;
  options.debounceRendering = (draw) => draw();
  try {
    change();
  } finally {
    if (later) options.debounceRendering = later;
    else delete options.debounceRendering;
  }
}
