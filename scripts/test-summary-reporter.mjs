/** A vitest reporter that writes how many tests passed and failed, and which were skipped and why, as JSON. */
import { writeFileSync } from 'node:fs';

class SummaryReporter {
  /** @param {readonly import('vitest/node').TestModule[]} modules */
  onTestRunEnd(modules, unhandledErrors) {
    const summary = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const module of modules) {
      let count = 0;
      for (const test of module.children.allTests()) {
        count++;
        const result = test.result();
        if (result.state === 'passed') summary.passed++;
        else if (result.state === 'failed') summary.failed++;
        else summary.skipped.push({ name: test.fullName, reason: result.note ?? '' });
      }
      // A file that could not be loaded has no tests to count.
      if (module.state() === 'failed' && (count === 0 || module.errors().length > 0)) summary.failed++;
    }
    writeFileSync(process.env.TRACEWRIGHT_TEST_SUMMARY, JSON.stringify(summary));
  }
}

// vitest loads a reporter given by path through its default export.
// biome-ignore lint/style/noDefaultExport: required by vitest
export default SummaryReporter;
