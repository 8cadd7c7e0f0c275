// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { analyze, type EngineEvent, type Examined, type PolicyReview } from "../../lab/engine";
import { loadProject } from "../../lab/engine/project";
import { catalogue as baseline } from "../../policies/baseline/catalogue";
import { schemaOf } from "../../policies/kit/rule/settings";
import { catalogue as multiRegion } from "../../policies/multi-region/catalogue";
import { type Estate, estate, packsFor, type Run } from "../helpers/estate";
import { ROOT } from "../helpers/lab";

/** An examined resource: before its operation, or with its outputs. */
type ExaminedResource = Examined["resources"][number] | Examined["stack"][number];

/** Edits or removes each examined resource. */
function editExamined(
  { resources, stack }: Examined,
  edit: <T extends ExaminedResource>(one: T) => T | undefined,
): Examined {
  const editAll = <T extends ExaminedResource>(all: readonly T[]): readonly T[] =>
    all.flatMap((one) => edit(one) ?? []);
  return { resources: editAll(resources), stack: editAll(stack) };
}

/** Removes some properties of a resource. */
function removeProperties<T extends ExaminedResource>(one: T, ...keys: readonly string[]): T {
  const properties = Object.fromEntries(
    Object.entries(one.properties).filter(([key]) => !keys.includes(key)),
  );
  return { ...one, properties };
}

/** Evaluates both packs on examined resources of dev. Returns the mandatory violations. */
async function evaluate(examined: Examined): Promise<readonly string[]> {
  const events: EngineEvent[] = [];
  const { errors } = await analyze({
    project: await loadProject(ROOT),
    stack: "dev",
    config: { values: new Map(), file: "", secretValues: [] },
    examined,
    policyPacks: packsFor("dev"),
    dryRun: true,
    onEvent: (event) => events.push(event),
  });
  assert.deepEqual(errors, []);
  return events
    .flatMap((event) =>
      event.kind === "policy" && event.level === "mandatory"
        ? [`${event.policy} ${event.urn.slice(event.urn.lastIndexOf("::") + 2)}`]
        : [],
    )
    .sort();
}

describe("the estate under both packs", () => {
  let world: Estate;
  let ran: Run;
  let policies: PolicyReview;
  before(async () => {
    world = estate();
    ran = await world.run("preview", "dev", { policies: true });
    assert.ok(ran.policies);
    policies = ran.policies;
  });
  after(() => world.remove());

  it("complies in a first preview of dev with nothing undecided", () => {
    assert.deepEqual(ran.errors, []);
    assert.equal(policies.violations, 0);
    assert.equal(policies.complete, true);
    assert.deepEqual(ran.messages, []);
  });

  it("reports each of the most important faults on its resource", async () => {
    const { examined } = policies;
    const faulty = editExamined(examined, (one) => {
      const { name, type, properties, provider } = one;
      if (name === "storage-us-east-1-versioning") return undefined;
      if (properties["namespace"] === "AWS/Billing") return undefined;
      if (name.startsWith("monitoring-us-east-1") && type.startsWith("aws:sns/")) return undefined;
      if (name === "dns-app-primary") return removeProperties(one, "healthCheckId");
      if (name === "logs-us-east-1-access" && provider) {
        return { ...one, provider: { ...provider, name: "default_7_48_0", properties: {} } };
      }
      const isAlarm = /Alarm$/.test(type) && /us-east-1|^dns-/.test(name);
      return isAlarm ? removeProperties(one, "alarmActions", "okActions", "insufficientDataActions") : one;
    });

    assert.deepEqual(await evaluate(faulty), [
      "alarm-topic-per-region logs-us-east-1-errors-alarm",
      "billing-alarm-exists archipelago-dev",
      "no-default-provider logs-us-east-1-access",
      "region-parity monitoring-ap-northeast-2",
      "region-parity monitoring-ap-northeast-2-email-oncall-example-com-d876c66bad",
      "region-parity monitoring-ap-northeast-2-topic-policy",
      "region-parity storage-ap-northeast-2-versioning",
      "route53-failover-health dns-app-primary",
      "s3-replication-other-region replication",
      "s3-versioning-enabled storage-us-east-1",
    ]);
  });
});

describe("the packs' configurations", () => {
  for (const [pack, rules] of Object.entries({ baseline, "multi-region": multiRegion })) {
    for (const environment of ["dev", "prod"]) {
      it(`names only known rules and settings of ${pack} in ${environment}`, () => {
        const text = fs.readFileSync(
          path.join(ROOT, "policies", pack, "config", `${environment}.json`),
          "utf8",
        );
        const ajv = new Ajv({ strict: false, validateFormats: false });
        const level = { enum: ["advisory", "mandatory", "remediate", "disabled"] };
        const settings = rules.map((rule) => {
          const properties = { enforcementLevel: level, ...schemaOf(rule).properties };
          return [rule.name, { anyOf: [level, { type: "object", additionalProperties: false, properties }] }];
        });
        const schema = {
          type: "object",
          additionalProperties: false,
          properties: Object.fromEntries(settings),
        };

        assert.equal(ajv.validate(schema, JSON.parse(text)), true, ajv.errorsText());
      });
    }
  }

  for (const environment of ["dev", "prod"]) {
    const read = (pack: string): Record<string, Record<string, unknown>> =>
      JSON.parse(fs.readFileSync(path.join(ROOT, "policies", pack, "config", `${environment}.json`), "utf8"));

    it(`has the regions of the settings in ${environment}`, () => {
      const file = parse(fs.readFileSync(path.join(ROOT, `Pulumi.${environment}.yaml`), "utf8"));
      const settings = file.config["archipelago:settings"] as { regions: { code: string }[] };

      const regions = Object.values(read("multi-region")).map((each) => each["regions"]);

      assert.ok(regions.length > 0);
      for (const each of regions)
        assert.deepEqual(
          each,
          settings.regions.map(({ code }) => code),
        );
    });
  }
});
