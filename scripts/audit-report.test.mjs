import { expect, test } from 'vitest';
import { auditReport } from './audit-report.mjs';

const ADVISORY = {
  source: 1,
  name: 'left',
  dependency: 'left',
  title: 'Prototype pollution',
  url: 'https://example.com/advisories/1',
  severity: 'high',
  range: '<2.0.0',
};

test('grave faults are named with their reason, lesser ones are not', () => {
  const vulnerabilities = {
    right: { name: 'right', severity: 'critical', via: ['left'], range: '*' },
    left: { name: 'left', severity: 'high', via: [ADVISORY], range: '<2.0.0' },
    small: { name: 'small', severity: 'moderate', via: ['left'], range: '*' },
  };

  expect(auditReport(JSON.stringify({ auditReportVersion: 2, vulnerabilities }))).toEqual({
    findings: [
      'critical: right *: through left',
      'high: left <2.0.0: Prototype pollution, https://example.com/advisories/1',
    ],
  });
});

test('a report without faults has no findings', () => {
  expect(auditReport('{"auditReportVersion":2,"vulnerabilities":{}}')).toEqual({ findings: [] });
});

test.each([
  [
    'a registry without audits',
    '{"message":"405 Method Not Allowed","statusCode":405,"error":{"summary":""}}',
    '405 Method Not Allowed',
  ],
  ['no network', '{"error":{"code":"ENOTFOUND","summary":"cannot be reached"}}', 'cannot be reached'],
  ['something else than JSON', 'npm error', 'npm said nothing that can be read'],
  ['nothing', '{}', 'the registry gave no report'],
])('%s is no clean bill', (_what, output, unavailable) => {
  expect(auditReport(output)).toEqual({ unavailable });
});
