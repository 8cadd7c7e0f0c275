import { catalogue as baseline } from "./baseline/catalogue";
import { renderPackPage } from "./kit/docs/pack-page";
import { catalogue as multiRegion } from "./multi-region/catalogue";

/** The pages about the packs, by their place in the repository. */
export function renderPolicyPages(): Readonly<Record<string, string>> {
  return {
    "docs/policies/baseline.md": renderPackPage(
      "baseline",
      "What every program on AWS should keep to: versions, billing alarms, encryption, logs, closed networks.",
      baseline,
    ),
    "docs/policies/multi-region.md": renderPackPage(
      "multi-region",
      "What only a program over many regions can get wrong: the region of each resource, sets that must cover all regions, failover that works.",
      multiRegion,
    ),
  };
}
