/** The table of the differential tests: a row for each case, a column for each version and module system. */

const BEGIN = '<!-- matrix: written by `npm run test:versions -- --write` -->';
const END = '<!-- /matrix -->';

/** Ends of the names under which a case is run with each copy of the SDK. */
const FORMATS = ['ESM', 'CommonJS'];

const MARKS = { passed: '✓', failed: '✗' };

/**
 * @param {Record<string, import('vitest/reporters').JsonTestResults>} reports by version, in the order of the columns
 * @param {readonly string[]} versions exactly, in the same order
 * @param {string} packageName of what has these versions
 * @returns {string} Markdown
 */
export function matrixTable(reports, versions, packageName) {
  const groups = new Map();
  const columns = Object.keys(reports).flatMap((version) => FORMATS.map((format) => `${version} ${format}`));
  for (const [version, report] of Object.entries(reports)) {
    for (const { group, format, title, status } of casesOf(report)) {
      const rows = groups.get(group) ?? new Map();
      groups.set(group, rows);
      const cells = rows.get(title) ?? {};
      rows.set(title, { ...cells, [`${version} ${format}`]: MARKS[status] ?? '–' });
    }
  }
  const lines = [`| case | ${columns.join(' | ')} |`, `|-|${columns.map(() => ':-:|').join('')}`];
  for (const [group, rows] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`| **${escaped(group)}** |${columns.map(() => ' |').join('')}`);
    for (const [title, cells] of rows) {
      lines.push(`| ${escaped(title)} | ${columns.map((column) => cells[column] ?? '–').join(' | ')} |`);
    }
  }
  const count = [...groups.values()].reduce((sum, rows) => sum + rows.size, 0);
  return `${count} cases with ${packageName} ${versions.join(', ')}; – stands for what a version does not have.\n\n${lines.join('\n')}`;
}

/** Cases are the tests of groups that are run for each format: `chat.completions, ESM`. */
function* casesOf(report) {
  const files = [...report.testResults].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { assertionResults } of files) {
    for (const { ancestorTitles, title, status } of assertionResults) {
      const [, group, format] = /^(.*), (ESM|CommonJS)$/.exec(ancestorTitles[0] ?? '') ?? [];
      if (group !== undefined && FORMATS.includes(format)) yield { group, format, title, status };
    }
  }
}

/** @returns {string | undefined} the table that stands in a README */
export function readTable(readme) {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  return begin < 0 || end < begin ? undefined : readme.slice(begin + BEGIN.length, end).trim();
}

/**
 * @returns {string} the README with the table in its place
 * @throws Error if it has no such place
 */
export function writeTable(readme, table) {
  if (readTable(readme) === undefined) throw new Error(`no place for the table: ${BEGIN} … ${END}`);
  const [begin, end] = [readme.indexOf(BEGIN) + BEGIN.length, readme.indexOf(END)];
  return `${readme.slice(0, begin)}\n${table}\n${readme.slice(end)}`;
}

function escaped(text) {
  return text.replaceAll('|', '\\|');
}
