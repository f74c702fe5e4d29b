/** What `npm audit --json` says, read. */

const GRAVE = ['high', 'critical'];

/**
 * @param {string} output of `npm audit --json`, whatever its exit code
 * @returns {{ readonly findings: readonly string[] } | { readonly unavailable: string }} a line for each grave fault of
 *   a package, or why the registry did not say
 */
export function auditReport(output) {
  let report;
  try {
    report = JSON.parse(output);
  } catch {
    return { unavailable: 'npm said nothing that can be read' };
  }
  if (typeof report?.vulnerabilities !== 'object' || report.vulnerabilities === null) {
    return { unavailable: report?.error?.summary || report?.message || 'the registry gave no report' };
  }
  const grave = Object.values(report.vulnerabilities).filter(({ severity }) => GRAVE.includes(severity));
  return { findings: grave.map(lineOf).sort() };
}

/** A fault is an advisory of the package's own, or the name of a package that it comes through. */
function lineOf({ name, severity, range, via }) {
  const reasons = via.map((reason) =>
    typeof reason === 'string' ? `through ${reason}` : `${reason.title}, ${reason.url}`,
  );
  return `${severity}: ${name} ${range}: ${[...new Set(reasons)].join('; ')}`;
}
