import {
  accountKeyOf,
  findFlawsUnlessOnePasses,
  mustBe,
  type Props,
  type Resource,
  stackRule,
  TRAIL,
} from "../../kit";

/** One trail records the API calls of all regions; one trail per region costs more and leaves gaps. */
export const cloudtrailMultiRegion = stackRule<{ readonly required: boolean }>({
  name: "cloudtrail-multi-region",
  title: "One trail records all regions",
  description:
    "A stack with trails has one per account, which is enabled and records all management events of all regions.",
  level: "mandatory",
  severity: "high",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "CloudTrail.1",
    specification:
      "CloudTrail should be enabled and configured with at least one multi-Region trail that includes read and write management events",
  },
  tags: [
    "logs",
    "cis-5.0:3.1",
    "cis-3.0:3.1",
    "checkov:CKV_AWS_67",
    "trivy:AWS-0014",
    "config:MULTI_REGION_CLOUD_TRAIL_ENABLED",
  ],
  remediationSteps:
    "Keep one aws.cloudtrail.Trail in one region with isMultiRegionTrail true; do not set enableLogging or includeGlobalServiceEvents to false; remove the single-region trails.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html",
  settings: {
    required: {
      type: "boolean",
      default: false,
      description: "Whether the stack must have a trail; false when another stack of the account has it.",
    },
  },
  types: TRAIL,
  checks: {
    regions: (trail) =>
      mustBe(trail, "isMultiRegionTrail", true, {
        advice: "record all regions with one trail, and remove single-region trails",
      }),
    "global service events": (trail) => mustBe(trail, "includeGlobalServiceEvents", true, { absent: true }),
    logging: (trail) => mustBe(trail, "enableLogging", true, { absent: true }),
    "management events": findEventFault,
  },
  stackChecks: {
    "number of trails": ({ stack, settings }) => {
      const trails = stack.ofTypes(TRAIL);
      if (trails.length === 0 && settings.required) {
        return "no trail records the API calls of the account; add one aws.cloudtrail.Trail with isMultiRegionTrail true";
      }
      const accounts = new Map<string, Resource[]>();
      for (const trail of trails.filter(isKnownToSpanRegions)) {
        const account = accountKeyOf(trail);
        accounts.set(account, [...(accounts.get(account) ?? []), trail]);
      }
      return [...accounts.values()]
        .filter((group) => group.length > 1)
        .map((group) => {
          const names = group.map(({ name }) => name).join(" and ");
          return `${group.length} trails record all regions, ${names}, expected one; remove the others`;
        });
    },
  },
  remediation: (inputs, trail) => {
    const flags = [
      trail.boolean("isMultiRegionTrail") === true ? [] : ["isMultiRegionTrail"],
      ["includeGlobalServiceEvents", "enableLogging"].filter((flag) => trail.boolean(flag) === false),
    ].flat();
    for (const flag of flags) inputs[flag] = true;
    return flags.length > 0;
  },
});

/** The check of regions reports trails with an unknown value. */
function isKnownToSpanRegions(trail: Resource): boolean {
  const reading = trail.read("isMultiRegionTrail");
  return reading.state === "known" && String(reading.value) === "true";
}

/**
 * A trail without event selectors records all management events.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 */
function findEventFault(trail: Resource): string | undefined {
  const basic = trail.list("eventSelectors");
  const advanced = trail.list("advancedEventSelectors");
  if (basic.length === 0 && advanced.length === 0) return undefined;
  const faults = findFlawsUnlessOnePasses(
    [
      ...basic.map((one) => () => findBasicFault(one)),
      ...advanced.map((one) => () => findAdvancedFault(one)),
    ],
    (findFault) => findFault(),
  );
  if (!faults) return undefined;
  const why = faults.length > 0 ? ` (${faults.join("; ")})` : "";
  return `it does not record all management events${why}; add an event selector that does`;
}

function findBasicFault(selector: Props): string | undefined {
  if (selector.boolean("includeManagementEvents") === false) return "";
  const readWriteType = selector.string("readWriteType") ?? "All";
  if (readWriteType === "All") return undefined;
  return `${selector.at}readWriteType is ${JSON.stringify(readWriteType)}, expected "All"`;
}

function findAdvancedFault(selector: Props): string | undefined {
  const fields = selector.list("fieldSelectors");
  const isManagement = fields.some(
    (field) => field.string("field") === "eventCategory" && field.strings("equals").includes("Management"),
  );
  if (!isManagement) return "";
  const filter = fields.find((field) => field.string("field") === "readOnly");
  return filter && `${filter.at}field is "readOnly", expected both reads and writes`;
}
