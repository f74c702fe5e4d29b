import './style/tokens.css';
import './style/base.css';
import { render } from 'preact';
import { onReturn } from './api/on-return.ts';
import { watchForReturn } from './api/return-watch.ts';
import { askWho } from './api/who.ts';
import { App } from './app.tsx';
import { followTheme } from './shell/theme.ts';
import { warmWorker } from './trace/worker/ask-worker.ts';

// It starts while the page is drawn for the first time.
if (location.pathname.startsWith('/traces/')) warmWorker();
followTheme();
watchForReturn();
const root = document.getElementById('app');
if (root) render(<App />, root);
void askWho();
// Somebody may have been given another role meanwhile, or have signed out in another tab.
onReturn(() => void askWho());
