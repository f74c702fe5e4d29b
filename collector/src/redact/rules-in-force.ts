import type { RedactionRuleStore, WorkspaceRules } from '../storage/tracking/privacy/redaction-rule-store.ts';
import { WorkspaceRedactors } from './workspace-redactors.ts';

/** How long it takes at most until rules that another collector was told are in force here, ms. */
const INTERVAL_MS = 2_000;

export interface RulesInForceOptions {
  readonly store: Pick<RedactionRuleStore, 'listEnabled'>;
  /** Told of what kept the rules from being read; those that were read before stay in force. */
  readonly report: (error: unknown) => void;
}

/** The rules of redaction of all workspaces, kept up to date for whoever applies them. */
export class RulesInForce {
  #rules: readonly WorkspaceRules[] = [];
  #redactors = new WorkspaceRedactors([]);
  #known = '[]';
  #asked = 0;
  #answered = 0;
  readonly #listeners = new Set<(rules: readonly WorkspaceRules[]) => void>();
  #timer: NodeJS.Timeout | undefined;

  get rules(): readonly WorkspaceRules[] {
    return this.#rules;
  }

  /** For small texts on this thread. */
  get redactors(): WorkspaceRedactors {
    return this.#redactors;
  }

  /** @param listener Told of all rules whenever one of them changes. */
  subscribe(listener: (rules: readonly WorkspaceRules[]) => void): void {
    this.#listeners.add(listener);
  }

  /** Reads the rules and goes on doing so. Nothing may be stored before it resolves. @throws what reading them throws. */
  async start({ store, report }: RulesInForceOptions): Promise<void> {
    await this.refresh(store);
    const again = (): void => {
      this.#timer = setTimeout(() => {
        this.refresh(store)
          .catch(report)
          .finally(() => this.#timer !== undefined && again());
      }, INTERVAL_MS);
      this.#timer.unref();
    };
    again();
  }

  /** Resolves once what was changed before it was called is in force on this thread, and on the way to others. */
  async refresh(store: Pick<RedactionRuleStore, 'listEnabled'>): Promise<void> {
    const turn = ++this.#asked;
    const rules = await store.listEnabled();
    // Whoever has asked later knows more.
    if (turn < this.#answered) return;
    this.#answered = turn;
    const known = JSON.stringify(rules);
    if (known === this.#known) return;
    this.#known = known;
    this.#rules = rules;
    this.#redactors = new WorkspaceRedactors(rules);
    for (const listener of this.#listeners) listener(rules);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
