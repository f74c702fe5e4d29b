import { Hono } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { RequestAnswerStore } from '../storage/tracking/request-answers/request-answer-store.ts';
import { allowOrigins } from './allow-origins.ts';
import { hostCheck } from './allowed-hosts.ts';
import { answerOnce } from './answer-once.ts';
import { type GuardRules, guard } from './guard.ts';
import { refuseForeignHosts } from './refuse-foreign-hosts.ts';
import { refuseForeignOrigins } from './refuse-foreign-origins.ts';

/** Who may come in, and from where. */
export interface BorderRules extends GuardRules {
  /** Address listened on. */
  readonly listenHost: string;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  /** Where answers are kept to what is sent again; undefined: nowhere. */
  readonly answers?: RequestAnswerStore;
}

/** What every request passes before a route sees it, in this order. Mount it before the routes that it guards. */
export function border(rules: BorderRules): Hono<AppEnv> {
  const guards = new Hono<AppEnv>();
  guards.use(refuseForeignHosts(hostCheck(rules.listenHost, rules.allowedHosts)));
  guards.use(refuseForeignOrigins(rules.allowedOrigins));
  // A preflight carries no key, so it is answered before anybody asks for one.
  if (rules.allowedOrigins.length > 0) guards.use(allowOrigins(rules.allowedOrigins));
  guards.use(guard(rules));
  if (rules.answers !== undefined) guards.use(answerOnce(rules.answers));
  return guards;
}
