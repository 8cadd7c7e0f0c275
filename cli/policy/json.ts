import { type PolicyReport, packsOf, statusOf } from "./findings";

/** A report as one JSON object, with where the other reports are; secrets are masked. */
export function reportJson(
  report: PolicyReport,
  files: Readonly<Record<string, string>> | undefined,
): string {
  const { packs, checked, ...rest } = report;
  return JSON.stringify(
    {
      ...rest,
      stacks: checked.map(({ packs: _packs, ...one }) => one),
      packs: (packs.length > 0 ? packs : packsOf(checked)).map((pack) => ({
        name: pack.name,
        version: pack.version,
        policies: pack.policies.map((policy) => ({
          name: policy.name,
          level: policy.enforcementLevel,
          ...(policy.severity && { severity: policy.severity }),
          status: statusOf(pack, policy, checked),
        })),
      })),
      ...(files && { reports: files }),
    },
    undefined,
    2,
  );
}
