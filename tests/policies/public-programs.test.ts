// starts processes
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { preview, up } from "../../lab/engine";
import { labProject, ROOT } from "../helpers/lab";

const FOLDER = path.join(__dirname, "programs/public");

/** Modules that other programs share. */
const SHARED = ["buckets.js", "load-balancer.js"];

const programs = fs
  .readdirSync(FOLDER)
  .filter((file) => !SHARED.includes(file))
  .map((file) => path.basename(file, ".js"));

/** Configuration of a team with one region and a billing alarm in another stack. */
const CONFIG = {
  baseline: { "billing-alarm-exists": { required: false } },
  "multi-region": { "no-default-provider": "disabled" },
};

/** A bucket whose policy, made of its ARN, requires no TLS. */
const UNSAFE_BUCKET = `
const aws = require("@pulumi/aws");
const { harden } = require(${JSON.stringify(path.join(FOLDER, "buckets"))});
const bucket = new aws.s3.Bucket("open", {});
harden("open", bucket);
const statements = [{ actions: ["s3:GetObject"], resources: [bucket.arn.apply((arn) => arn + "/*")],
  principals: [{ type: "AWS", identifiers: ["123456789012"] }] }];
new aws.s3.BucketPolicy("open", { bucket: bucket.id, policy: aws.iam.getPolicyDocumentOutput({ statements }).json });
`;

/** A subnet of one region whose zone is looked up in another one. */
const LOOKUP = `
const aws = require("@pulumi/aws");
const provider = new aws.Provider("us-east-1", { region: "us-east-1" });
const zones = aws.getAvailabilityZonesOutput();
const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" }, { provider });
new aws.ec2.Subnet("main", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24", availabilityZone: zones.names[0] }, { provider });
`;

/** Runs a program for the first time with both packs. Returns their reports. */
async function findReports(run: typeof preview | typeof up, program: string, name = "") {
  const project = labProject({ name: "shop", config: "  aws:region: eu-west-1\n" });
  try {
    project.write("index.js", program);
    const policyPacks = Object.entries(CONFIG).map(([pack, config]) => {
      project.write(`${pack}.json`, JSON.stringify(config));
      return {
        dir: path.join(ROOT, "policies", pack),
        configFile: path.join(project.dir, `${pack}.json`),
        strict: true,
      };
    });
    const options = await project.options({
      env: { ARCHIPELAGO_LAB_CLOUD: project.cloud, PROGRAM: name },
      policyPacks,
    });
    const { errors, policies } = await run(options);
    assert.deepEqual(errors, []);
    assert.equal(policies?.complete, true);
    return policies?.findings ?? [];
  } finally {
    project.remove();
  }
}

/** Runs a program for the first time with both packs. Returns its mandatory reports, sorted. */
async function findViolations(...args: Parameters<typeof findReports>): Promise<readonly string[]> {
  const reports = await findReports(...args);
  return reports
    .flatMap(({ level, policy, detail }) => (level === "mandatory" ? [`${policy} ${detail}`] : []))
    .sort();
}

describe("the packs on programs in the style of public examples", () => {
  for (const name of programs) {
    it(`report no violation in a first preview of ${name}`, async () => {
      const program = `require(${JSON.stringify(path.join(FOLDER, name))});`;

      assert.deepEqual(await findViolations(preview, program, name), []);
    });
  }

  it("report a zone that a data source of the default provider returns", async () => {
    const reports = await findReports(preview, LOOKUP);

    const about = (name: string) =>
      reports.filter(({ policy }) => policy === name).map(({ detail }) => detail);
    assert.deepEqual(about("data-sources-own-provider"), [
      "default_7_48_0: only data sources use this default provider, which reads from eu-west-1, but the resources are in us-east-1, expected the provider of the region that each data source is for; pass provider or parent to each, to getCallerIdentity and getPolicyDocument as well",
    ]);
    assert.deepEqual(about("region-of-children"), [
      'main: availabilityZone is "eu-west-1a", but it is in us-east-1, expected a zone of us-east-1; look the zones up with the provider of that region',
    ]);
  });

  it("leave a policy made of the bucket's ARN to the update, which reports it", async () => {
    assert.deepEqual(await findViolations(preview, UNSAFE_BUCKET), []);
    assert.deepEqual(await findViolations(up, UNSAFE_BUCKET), [
      's3-tls-only open: its policy, open, does not deny requests without TLS; add a statement with Effect "Deny", Principal "*", Action "s3:*", Resource with the bucket\'s ARN and that ARN with /*, and Condition {"Bool":{"aws:SecureTransport":"false"}}',
    ]);
  });
});
