import { mergePacks, type PolicyReport, statusOf } from "./findings";

/** Renders a report as one JSON object, with the paths of the other reports; secrets are masked. */
export function renderJson(
  report: PolicyReport,
  files: Readonly<Record<string, string>> | undefined,
): string {
  const { packs, stacks, ...rest } = report;
  return JSON.stringify(
    {
      ...rest,
      stacks: stacks.map(({ packs: _packs, remediations, ...stack }) => ({
        ...stack,
        remedies: remediations,
      })),
      packs: (packs.length > 0 ? packs : mergePacks(stacks)).map((pack) => ({
        name: pack.name,
        version: pack.version,
        policies: pack.policies.map((policy) => ({
          name: policy.name,
          level: policy.enforcementLevel,
          ...(policy.severity && { severity: policy.severity }),
          status: statusOf(pack, policy, stacks),
        })),
      })),
      ...(files && { reports: files }),
    },
    undefined,
    2,
  );
}
