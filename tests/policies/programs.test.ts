// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { preview } from "../../lab/engine";
import { labProject, ROOT } from "../helpers/lab";

const PROGRAM = path.join(__dirname, "programs/pair/index.js");
const PACKS = ["baseline", "multi-region"].map((name) => ({ dir: path.join(ROOT, "policies", name) }));

/** Previews the program for the first time. Returns the mandatory violations, such as `imdsv2 LaunchTemplate app`, in order. */
async function findViolations(env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const project = labProject({
    name: "ledger",
    config: '  aws:region: eu-west-1\n  ledger:regions: ["us-east-1", "eu-west-1"]\n',
  });
  try {
    project.write("index.js", fs.readFileSync(PROGRAM, "utf8"));
    const options = await project.options({
      env: { ARCHIPELAGO_LAB_CLOUD: project.cloud, ...env },
      policyPacks: PACKS,
    });
    const { errors, policies } = await preview(options);
    assert.deepEqual(errors, []);
    assert.equal(policies?.complete, true);
    return options.events
      .flatMap((event) =>
        event.kind === "policy" && event.level === "mandatory"
          ? [`${event.policy} ${shortNameOf(event.urn)}`]
          : [],
      )
      .sort();
  } finally {
    project.remove();
  }
}

/** Short type and name of a resource. */
function shortNameOf(urn: string): string {
  const [type = "", name = ""] = urn.split("::").slice(-2);
  return `${type.slice(type.lastIndexOf(":") + 1)} ${name}`;
}

describe("the packs on a foreign program", () => {
  it("report nothing for two compliant regions in a first preview", async () => {
    assert.deepEqual(await findViolations({}), []);
  });

  it("report each kind of fault, and nothing else, in a first preview", async () => {
    assert.deepEqual(await findViolations({ FAULTS: "1" }), [
      "alarm-topic-per-region Topic alarms-eu-west-1",
      "billing-alarm-in-us-east-1 MetricAlarm charges",
      "billing-alarm-notifies MetricAlarm charges",
      "billing-alarm-notifies Topic alarms-eu-west-1",
      // the wrong region and the missing one
      "dynamodb-global-complete Table ledger",
      "dynamodb-global-complete Table ledger",
      "global-metric-alarms-region MetricAlarm charges",
      "health-check-not-self-referential HealthCheck web-eu-west-1",
      "log-group-retention LogGroup flow-eu-west-1",
      "no-access-for-everyone BucketPolicy archive-eu-west-1",
      "no-default-provider LogGroup flow-eu-west-1",
      "region-parity FlowLog main-eu-west-1",
      "route53-failover-health Record web-us-east-1",
      "s3-public-access-block BucketPublicAccessBlock archive-eu-west-1",
      "s3-replication-other-region BucketReplicationConfig archive",
      "s3-tls-only Bucket archive-eu-west-1",
      "s3-versioning-enabled Bucket archive-eu-west-1",
      "s3-versioning-status BucketVersioning archive-eu-west-1",
      "sg-no-world-ingress SecurityGroup web-eu-west-1",
      "vpc-cidr-no-overlap Vpc main-us-east-1",
      "vpc-flow-logs Vpc main-us-east-1",
    ]);
  });
});
