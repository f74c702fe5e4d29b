import { Apps } from './apps/apps.ts';
import { Datasets } from './datasets/datasets.ts';
import { Experiments } from './experiments/experiments.ts';
import { type Connection, type ConnectionOptions, connect } from './http/connection.ts';
import { Models } from './models/models.ts';
import { Prompts } from './prompts/prompts.ts';
import { Runs } from './runs/runs.ts';

/** What a client is made with: where the server is and how requests are made. */
export interface ClientOptions extends ConnectionOptions {}

/** A tracking server, by subject. Nothing is asked for before a method is called. */
export class ServerClient {
  /** For requests that have no method here. */
  readonly connection: Connection;
  readonly experiments: Experiments;
  readonly runs: Runs;
  readonly prompts: Prompts;
  readonly models: Models;
  readonly datasets: Datasets;
  readonly apps: Apps;

  /** @throws TracewrightError `INVALID_PARAMETER_VALUE` if the address is none of a server. */
  constructor(options: ClientOptions = {}) {
    this.connection = connect(options);
    this.experiments = new Experiments(this.connection);
    this.runs = new Runs(this.connection);
    this.prompts = new Prompts(this.connection, this.runs);
    this.models = new Models(this.connection, this.runs);
    this.datasets = new Datasets(this.connection);
    this.apps = new Apps(this.connection, this);
  }
}
