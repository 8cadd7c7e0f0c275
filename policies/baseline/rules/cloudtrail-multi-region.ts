import {
  accountKeyOf,
  findFlawsUnlessOnePasses,
  mustBe,
  type Props,
  type Resource,
  stackRule,
  TRAIL,
} from "../../kit";

/** One trail records what is done in all regions; one for each region would cost more and leave gaps. */
export const cloudtrailMultiRegion = stackRule<{ readonly required: boolean }>({
  name: "cloudtrail-multi-region",
  title: "One trail records all regions",
  description:
    "A stack with trails has one for each account, which is on and records all that is done in all regions.",
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
    "Keep one aws.cloudtrail.Trail, in one region, with isMultiRegionTrail true, and without enableLogging or includeGlobalServiceEvents false; remove the trails of single regions.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html",
  settings: {
    required: {
      type: "boolean",
      default: false,
      description: "Whether the stack must have a trail, rather than leave it to another one.",
    },
  },
  types: TRAIL,
  checks: {
    regions: (trail) =>
      mustBe(trail, "isMultiRegionTrail", true, {
        advice: "record all regions by one trail, and remove those of single regions",
      }),
    "events of global services": (trail) =>
      mustBe(trail, "includeGlobalServiceEvents", true, { absent: true }),
    logging: (trail) => mustBe(trail, "enableLogging", true, { absent: true }),
    "management events": managementEvents,
  },
  stackChecks: {
    "number of trails": ({ stack, settings }) => {
      const trails = stack.ofTypes(TRAIL);
      if (trails.length === 0 && settings.required) {
        return "no trail records what is done in the account; add one aws.cloudtrail.Trail with isMultiRegionTrail true";
      }
      const accounts = new Map<string, Resource[]>();
      for (const trail of trails.filter(isKnownToSpanRegions)) {
        const account = accountKeyOf(trail);
        accounts.set(account, [...(accounts.get(account) ?? []), trail]);
      }
      return [...accounts.values()]
        .filter((those) => those.length > 1)
        .map((those) => {
          const names = those.map(({ name }) => name).join(" and ");
          return `${those.length} trails record all regions, ${names}, expected one; remove the others`;
        });
    },
  },
  remediation: (inputs, trail) => {
    const wrong = [
      trail.boolean("isMultiRegionTrail") === true ? [] : ["isMultiRegionTrail"],
      ["includeGlobalServiceEvents", "enableLogging"].filter((flag) => trail.boolean(flag) === false),
    ].flat();
    for (const flag of wrong) inputs[flag] = true;
    return wrong.length > 0;
  },
});

/** Of a trail that is not known to be one, the check of its regions tells. */
function isKnownToSpanRegions(trail: Resource): boolean {
  const reading = trail.read("isMultiRegionTrail");
  return reading.state === "known" && String(reading.value) === "true";
}

/**
 * A trail that says nothing of its events records all management events.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 */
function managementEvents(trail: Resource): string | undefined {
  const basic = trail.list("eventSelectors");
  const advanced = trail.list("advancedEventSelectors");
  if (basic.length === 0 && advanced.length === 0) return undefined;
  const flaws = findFlawsUnlessOnePasses(
    [...basic.map((one) => () => flawOfBasic(one)), ...advanced.map((one) => () => flawOfAdvanced(one))],
    (look) => look(),
  );
  if (!flaws) return undefined;
  const why = flaws.length > 0 ? ` (${flaws.join("; ")})` : "";
  return `it does not record all management events${why}; add an event selector that does`;
}

function flawOfBasic(selector: Props): string | undefined {
  if (selector.boolean("includeManagementEvents") === false) return "";
  const kind = selector.string("readWriteType") ?? "All";
  if (kind === "All") return undefined;
  return `${selector.at}readWriteType is ${JSON.stringify(kind)}, expected "All"`;
}

function flawOfAdvanced(selector: Props): string | undefined {
  const fields = selector.list("fieldSelectors");
  const isManagement = fields.some(
    (field) => field.string("field") === "eventCategory" && field.strings("equals").includes("Management"),
  );
  if (!isManagement) return "";
  const narrow = fields.find((field) => field.string("field") === "readOnly");
  return narrow && `${narrow.at}field is "readOnly", expected both reads and writes`;
}
