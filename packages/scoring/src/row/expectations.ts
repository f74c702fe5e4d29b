/** What is expected of a row, by name, such as `expected_response` or `expected_facts`. */
export type Expectations = Readonly<Record<string, unknown>>;
