import { catalogue as baseline } from "./baseline/catalogue";
import { COLLECTIONS } from "./comparison";
import { renderComparison } from "./kit/docs/comparison-page";
import { renderPackPage } from "./kit/docs/pack-page";
import { catalogue as multiRegion } from "./multi-region/catalogue";

/** Renders the pages about the packs, by their paths in the repository. */
export function renderPolicyPages(): Readonly<Record<string, string>> {
  return {
    "docs/policies/baseline.md": renderPackPage(
      "baseline",
      "Rules for every program on AWS: versioning, billing alarms, encryption, logs, closed networks.",
      baseline,
    ),
    "docs/policies/multi-region.md": renderPackPage(
      "multi-region",
      "Rules for programs in many regions: the region of each resource, sets that must cover all regions, failover that works.",
      multiRegion,
    ),
    "docs/policies/comparison.md": renderComparison(COLLECTIONS, [
      ...baseline.map((rule) => ({ rule, page: "baseline.md" })),
      ...multiRegion.map((rule) => ({ rule, page: "multi-region.md" })),
    ]),
  };
}
