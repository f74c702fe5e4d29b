/** A vitest reporter that writes how many tests passed, and which failed, were unsteady or skipped and why, as JSON. */
import { writeFileSync } from 'node:fs';

class SummaryReporter {
  /** @param {readonly import('vitest/node').TestModule[]} modules */
  onTestRunEnd(modules, unhandledErrors) {
    const summary = { passed: 0, failures: [], unsteady: [], skipped: [] };
    for (const error of unhandledErrors) summary.failures.push({ name: 'outside of any test', reason: textOf(error) });
    for (const module of modules) {
      let count = 0;
      for (const test of module.children.allTests()) {
        count++;
        const result = test.result();
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        if (result.state === 'passed') summary.passed++;
        else if (result.state === 'failed')
          summary.failures.push({ name, reason: result.errors.map(textOf).join('\n') });
        else summary.skipped.push({ name: test.fullName, reason: result.note ?? '' });
        // Passed, but not at once: the errors of the tries before are kept by vitest.
        if (test.diagnostic()?.flaky)
          summary.unsteady.push({ name, reason: (result.errors ?? []).map(textOf).join('\n') });
      }
      // Nor are tests run whose suite could not be prepared: they count as skipped, and the suite as failed.
      for (const suite of module.children.allSuites()) {
        if (suite.errors().length === 0) continue;
        const name = `${module.relativeModuleId} > ${suite.fullName}`;
        summary.failures.push({ name, reason: suite.errors().map(textOf).join('\n') });
      }
      // A file that could not be loaded has no tests to count.
      if (module.state() === 'failed' && (count === 0 || module.errors().length > 0)) {
        summary.failures.push({ name: module.relativeModuleId, reason: module.errors().map(textOf).join('\n') });
      }
    }
    writeFileSync(process.env.TRACEWRIGHT_TEST_SUMMARY, JSON.stringify(summary));
  }
}

/** What an error says, and the line of a test that it came from. */
function textOf(error) {
  const place = error.stacks?.[0];
  const at = place === undefined ? '' : ` (${place.file.split('/').slice(-1)[0]}:${place.line})`;
  return `${error.message ?? error}${at}`.slice(0, 2_000);
}

// vitest loads a reporter given by path through its default export.
// biome-ignore lint/style/noDefaultExport: required by vitest
export default SummaryReporter;
