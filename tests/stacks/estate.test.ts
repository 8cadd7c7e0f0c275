import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { loadStack } from "../../stacks/environments";
import { deployEstate } from "../../stacks/estate";
import { layersOf } from "../../stacks/scope";
import { assertDependsOn } from "../helpers/contract";
import {
  findRegistration,
  outputValue,
  type Registration,
  type ResourceRef,
  recordResources,
} from "../helpers/mocks";

const ROOT = `${__dirname}/../..`;

/** `archipelago:settings` of an environment's own file. */
function settingsOf(environment: string): unknown {
  return parse(readFileSync(`${ROOT}/Pulumi.${environment}.yaml`, "utf8")).config["archipelago:settings"];
}

function handedRegion(code: string) {
  return {
    vpcId: `vpc-${code}`,
    publicSubnetIds: [`subnet-public-${code}`],
    privateSubnetIds: [`subnet-${code}`],
    bucketName: `bucket-${code}`,
    bucketArn: `arn:aws:s3:::bucket-${code}`,
    siteBucketName: `site-${code}`,
    siteBucketArn: `arn:aws:s3:::site-${code}`,
    siteBucketDomainName: `site-${code}.s3.${code}.amazonaws.com`,
    alarmTopicArn: `arn:aws:sns:${code}:123456789012:alarms`,
  };
}

const FOUNDATION = {
  foundation: { billingTopicArn: "arn:aws:sns:us-east-1:123456789012:billing", zoneId: "Z0123456789EXAMPLE" },
};
const CODES = ["ap-northeast-2", "us-east-1", "eu-central-1", "us-west-2"];

/** Record that validates the certificate of prod's site. */
const VALIDATION = {
  domainName: "www.prod.example.com",
  resourceRecordName: "_0.www.prod.example.com",
  resourceRecordType: "CNAME",
  resourceRecordValue: "_0.acm.example.net",
};

/** Stacks that are up, by name, with their outputs. */
type Up = Readonly<Record<string, Record<string, unknown>>>;

const PROD: Up = {
  "prod-foundation": FOUNDATION,
  ...Object.fromEntries(CODES.map((code) => [`prod-${code}`, { regions: { [code]: handedRegion(code) } }])),
};

/** Deploys a stack over mocks, and returns all registrations once no more follow. */
async function deployOverMocks(stack: string, up: Up = {}, clusterStartedAt?: string, change = {}) {
  const environment = stack.split("-")[0] ?? stack;
  const registered = await recordResources({
    outputs: {
      "aws:acm/certificate:Certificate": { domainValidationOptions: [VALIDATION] },
      ...Object.fromEntries(
        Object.entries(up).map(([name, outputs]) => [name, { name, outputs, secretOutputNames: [] }]),
      ),
    },
  });
  const { scope, settings } = loadStack(stack, { ...Object(settingsOf(environment)), ...change }, ROOT);
  const estate = await deployEstate(scope, settings, {
    project: "archipelago",
    provider: (region) => new aws.Provider(`aws-${region}`, { region: region as aws.Region }),
    fullName: (name) => name,
    phone: "+12025550123",
    contact: (kind, label) => (kind === "phone" ? "+12025550123" : `https://events.example.com/${label}`),
    clusterStartedAt,
  });
  await pulumi.runtime.disconnect();
  return { estate, registered };
}

/** Components of ours, as `Class name`, sorted. */
function components(registered: readonly pulumi.runtime.MockResourceArgs[]): string[] {
  return registered
    .flatMap(({ type, name }) => {
      const token = /^archipelago:components:(.*)$/.exec(type)?.[1];
      return token === undefined ? [] : [`${token} ${name}`];
    })
    .sort();
}

/** Resources without which some others cannot exist, with these, as `type name`: their dependencies and parents. */
function dependenciesOf(all: readonly Registration[], some: readonly ResourceRef[]): ReadonlySet<string> {
  const result = new Set<string>();
  const pending = [...some];
  for (let one = pending.pop(); one; one = pending.pop()) {
    const { type, name } = one;
    if (result.has(`${type} ${name}`)) continue;
    result.add(`${type} ${name}`);
    for (const { parent, dependencies } of all.filter(
      (other) => other.type === type && other.name === name,
    )) {
      pending.push(...dependencies, ...(parent ? [parent] : []));
    }
  }
  return result;
}

describe("deployEstate", () => {
  it("deploys every layer and both regions of dev in one stack", async () => {
    const { estate, registered } = await deployOverMocks("dev");

    assert.deepEqual(components(registered), [
      "AccountGuard account",
      "AccountGuard account-ap-northeast-2",
      "AccountGuard account-us-east-1",
      "BillingGuard billing",
      "Cdn cdn",
      "DnsRouting dns",
      "DnsRouting zone",
      "Logs cdn-logs",
      "Logs logs-ap-northeast-2",
      "Logs logs-us-east-1",
      "Monitoring monitoring-ap-northeast-2",
      "Monitoring monitoring-us-east-1",
      "Monitoring operations",
      "Network network-ap-northeast-2",
      "Network network-us-east-1",
      "Reaper reaper-ap-northeast-2",
      "Reaper reaper-us-east-1",
      "Storage site-ap-northeast-2",
      "Storage site-us-east-1",
      "Storage storage-ap-northeast-2",
      "Storage storage-us-east-1",
      "StorageReplication replication",
      "StorageReplication site-replication",
    ]);
    assert.deepEqual(Object.keys(estate), ["foundation", "regions", "edge"]);
    assert.deepEqual(Object.keys(estate.regions ?? {}), ["ap-northeast-2", "us-east-1"]);
  });

  for (const stack of ["dev", "prod-foundation"]) {
    it(`creates no resource of ${stack} before the billing alarms, except those that they need`, async () => {
      const { registered } = await deployOverMocks(stack);
      const alarms = registered.filter(
        ({ parent, inputs }) => parent?.name === "billing" && inputs["threshold"],
      );
      const needed = dependenciesOf(registered, alarms);
      const others = registered.filter(
        ({ type, name, parent }) =>
          parent === undefined && !type.startsWith("pulumi:providers:") && !needed.has(`${type} ${name}`),
      );

      assert.equal(alarms.length, stack === "dev" ? 4 : 5);
      assert.ok(others.some(({ name }) => name === "zone"));
      for (const other of others) {
        for (const { type, name } of alarms) assertDependsOn(other, { type, name });
      }
    });
  }

  it("subscribes contacts by their labels, and a Slack channel once to all its topics", async () => {
    const slack = { workspaceId: "T0123ABCD", channelId: "C0123ABCD" };
    const contacts = { phones: ["ann"], endpoints: ["pager"], slack };
    const { registered } = await deployOverMocks("dev", {}, undefined, {
      monitoring: { emails: [], ...contacts },
      billing: { emails: ["billing@example.com"], endpoints: ["finance"], slack },
    });
    const endpoints = registered
      .filter(({ type }) => type === "aws:sns/topicSubscription:TopicSubscription")
      .map(({ name, inputs }) => `${name} ${inputs["endpoint"]}`);

    assert.deepEqual(endpoints.filter((one) => !one.startsWith("billing-email-")).sort(), [
      "billing-https-finance https://events.example.com/finance",
      "billing-sms-billing-phone +12025550123",
      ...["monitoring-ap-northeast-2", "monitoring-us-east-1", "operations"].flatMap((topic) => [
        `${topic}-https-pager https://events.example.com/pager`,
        `${topic}-sms-ann +12025550123`,
      ]),
    ]);
    const channel = findRegistration(registered, "slack-c0123abcd-channel");
    assert.deepEqual(
      channel.inputs.snsTopicArns.map((arn: string) => arn.split(":").at(-1)),
      ["operations", "monitoring-ap-northeast-2", "monitoring-us-east-1", "billing"],
    );
    assert.match(channel.provider ?? "", /::aws-us-east-2::/);
  });

  it("registers no name twice under one type in one stack", async () => {
    const { registered } = await deployOverMocks("dev");

    const names = registered
      .filter(({ type }) => type !== "pulumi:providers:aws")
      .map(({ type, name }) => `${type} ${name}`);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it("deploys billing, guard and zone only in a foundation stack", async () => {
    const { estate, registered } = await deployOverMocks("prod-foundation");

    assert.deepEqual(components(registered), [
      "AccountGuard account",
      "BillingGuard billing",
      "DnsRouting zone",
      "EncryptionKey billing-key",
    ]);
    const topic = estate.foundation?.billingTopicArn;
    assert.ok(topic);
    assert.equal(await outputValue(topic), "arn:aws:mock:::billing");
  });

  it("deploys one region only in a region stack", async () => {
    const { estate, registered } = await deployOverMocks("prod-us-east-1", PROD);

    assert.deepEqual(components(registered), [
      "AccountGuard account-us-east-1",
      "EncryptionKey key-us-east-1",
      "Logs logs-us-east-1",
      "Monitoring monitoring-us-east-1",
      "Network network-us-east-1",
      "Reaper reaper-us-east-1",
      "Storage access-logs-us-east-1",
      "Storage site-us-east-1",
      "Storage storage-us-east-1",
    ]);
    assert.deepEqual(Object.keys(estate.regions ?? {}), ["us-east-1"]);
  });

  for (const [stack, key] of [
    ["prod-foundation", "billing-key"],
    ["prod-us-east-1", "key-us-east-1"],
    ["prod-edge", "edge-key"],
    ["dev", undefined],
  ] as const) {
    it(`encrypts topics and log groups of ${stack} with ${key ?? "no key of the account"}`, async () => {
      const { registered } = await deployOverMocks(stack, PROD);
      const keys = registered.flatMap(({ type, inputs }) => {
        if (type === "aws:sns/topic:Topic") return [inputs["kmsMasterKeyId"]];
        return type === "aws:cloudwatch/logGroup:LogGroup" ? [inputs["kmsKeyId"]] : [];
      });
      const expected = key && registered.find(({ type, name }) => type === "aws:kms/key:Key" && name === key);

      assert.ok(keys.length > 0);
      assert.deepEqual(new Set(keys), new Set([expected && `arn:aws:mock:::${key}`]));
    });
  }

  it("sends the access logs of every other bucket to the log bucket of its region", async () => {
    const { registered } = await deployOverMocks("prod-us-east-1", PROD);

    const logging = registered.filter(({ type }) => type === "aws:s3/bucketLogging:BucketLogging");
    assert.deepEqual(logging.map(({ inputs }) => [inputs["targetBucket"], inputs["targetPrefix"]]).sort(), [
      ["access-logs-us-east-1", "site-us-east-1/"],
      ["access-logs-us-east-1", "storage-us-east-1/"],
    ]);
    const lifecycle = registered.find(({ name }) => name === "access-logs-us-east-1-lifecycle");
    assert.deepEqual(lifecycle?.inputs["rules"].slice(0, 2), [
      { id: "current-versions", status: "Enabled", filter: {}, expiration: { days: 365 } },
      {
        id: "noncurrent-versions",
        status: "Enabled",
        filter: {},
        noncurrentVersionExpiration: { noncurrentDays: 1 },
      },
    ]);
  });

  it("moves old versions to classes that cost less, for as long as each class pays", async () => {
    for (const [stack, up, transitions] of [
      ["dev", {}, [[30, "STANDARD_IA"]]],
      [
        "prod-us-east-1",
        PROD,
        [
          [30, "STANDARD_IA"],
          [90, "GLACIER_IR"],
        ],
      ],
    ] as const) {
      const { registered } = await deployOverMocks(stack, up);

      for (const bucket of ["storage-us-east-1", "site-us-east-1"]) {
        const lifecycle = registered.find(({ name }) => name === `${bucket}-lifecycle`);
        const rule = lifecycle?.inputs["rules"].find(
          ({ id }: { id: string }) => id === "noncurrent-versions",
        );
        assert.deepEqual(
          rule.noncurrentVersionTransitions.map((one: { noncurrentDays: number; storageClass: string }) => [
            one.noncurrentDays,
            one.storageClass,
          ]),
          transitions,
          `${stack} ${bucket}`,
        );
      }
    }
  });

  it("passes the outputs of the other stacks to the edge stack", async () => {
    const { registered } = await deployOverMocks("prod-edge", PROD);

    assert.deepEqual(components(registered), [
      "Cdn cdn",
      "DnsRouting dns",
      "EncryptionKey edge-key",
      "Monitoring operations",
      "Storage cdn-logs",
      "StorageReplication replication",
      "StorageReplication site-replication",
    ]);
    const destinationsOf = (name: string) =>
      findRegistration(
        registered,
        name,
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
      ).inputs.rules.map((rule: { destination: { bucket: string } }) => rule.destination.bucket);
    assert.deepEqual(destinationsOf("replication"), [
      "arn:aws:s3:::bucket-us-east-1",
      "arn:aws:s3:::bucket-eu-central-1",
      "arn:aws:s3:::bucket-us-west-2",
    ]);
    assert.deepEqual(destinationsOf("site-replication"), [
      "arn:aws:s3:::site-us-east-1",
      "arn:aws:s3:::site-eu-central-1",
      "arn:aws:s3:::site-us-west-2",
    ]);
  });

  it("notifies the primary's topic of replication that fails or lags", async () => {
    const { registered } = await deployOverMocks("prod-edge", PROD);

    const alarms = registered.filter(({ name }) => /^(site-)?replication-(failures|latency)-to-/.test(name));
    assert.equal(alarms.length, 2 * 2 * 3);
    for (const { inputs } of alarms) {
      assert.deepEqual(inputs["alarmActions"], ["arn:aws:sns:ap-northeast-2:123456789012:alarms"]);
    }
  });

  it("lets CloudFront read the site buckets alone and reads no other bucket", async () => {
    const { registered } = await deployOverMocks("dev");

    const readable = registered
      .filter(({ type }) => type === "aws:s3/bucketPolicy:BucketPolicy")
      .filter(({ inputs }) => JSON.stringify(inputs["policy"]).includes("cloudfront.amazonaws.com"))
      .map(({ name }) => name);
    assert.deepEqual(readable.sort(), ["site-ap-northeast-2-policy", "site-us-east-1-policy"]);
    const { origins } = findRegistration(
      registered,
      "cdn",
      "aws:cloudfront/distribution:Distribution",
    ).inputs;
    assert.deepEqual(
      origins.map(({ domainName }: { domainName: string }) => domainName.split(".")[0]),
      ["site-ap-northeast-2", "site-us-east-1"],
    );
  });

  it("reports a region that was deployed before the settings had a CDN", async () => {
    const { siteBucketName: _, ...rest } = handedRegion("us-west-2");
    const up = { ...PROD, "prod-us-west-2": { regions: { "us-west-2": rest } } };

    await assert.rejects(deployOverMocks("prod-edge", up), {
      message: [
        'stack "prod-us-west-2": output "regions" does not match; it has ["us-west-2"]',
        "✖ is missing, expected a string",
        '  → at ["us-west-2"].siteBucketName',
        "; deploy it first: pulumi up -s prod-us-west-2 --config-file Pulumi.prod.yaml",
      ].join("\n"),
    });
  });

  it("deploys a cluster into the network of its region", async () => {
    const { registered } = await deployOverMocks("prod-cluster-reports", PROD, "2026-11-23T14:00:00Z");

    assert.deepEqual(components(registered), ["EphemeralCluster cluster-reports"]);
    const cluster = registered.find(({ type }) => type === "aws:emr/cluster:Cluster");
    assert.equal(cluster?.inputs["ec2Attributes"].subnetId, "subnet-ap-northeast-2");
  });

  it("reports a missing start of a cluster's lifetime", async () => {
    await assert.rejects(deployOverMocks("prod-cluster-reports", PROD), {
      message:
        'stack "prod-cluster-reports": archipelago:clusterStartedAt is missing, expected the start of the cluster\'s lifetime, in ISO 8601; run archipelago cluster up, or pulumi up -s prod-cluster-reports --config-file Pulumi.prod.yaml -c archipelago:clusterStartedAt=<time>',
    });
  });

  it("lists the outputs of a foundation that lacks the expected one", async () => {
    await assert.rejects(deployOverMocks("prod-us-east-1", { "prod-foundation": { fundation: {} } }), {
      message:
        'stack "prod-foundation": output "foundation" is missing, expected it among ["fundation"], the nearest is fundation; deploy it first: pulumi up -s prod-foundation --config-file Pulumi.prod.yaml',
    });
  });

  it("reports the path and the keys of a region's output that does not match", async () => {
    const { bucketArn: _, ...rest } = handedRegion("us-west-2");
    const up = { ...PROD, "prod-us-west-2": { regions: { "us-west-2": rest } } };

    await assert.rejects(deployOverMocks("prod-edge", up), {
      message: [
        'stack "prod-us-west-2": output "regions" does not match; it has ["us-west-2"]',
        "✖ is missing, expected a string",
        '  → at ["us-west-2"].bucketArn',
        "; deploy it first: pulumi up -s prod-us-west-2 --config-file Pulumi.prod.yaml",
      ].join("\n"),
    });
  });
});

describe("loadStack", () => {
  it("accepts every stack of the repository's environments", () => {
    for (const environment of ["dev", "prod"]) {
      const { settings } = loadStack(
        environment === "dev" ? "dev" : "prod-foundation",
        settingsOf(environment),
        ROOT,
      );
      const stacks = layersOf(settings).flat();
      for (const stack of [...stacks, `${environment}-cluster-nightly`]) {
        assert.equal(loadStack(stack, settingsOf(environment), ROOT).scope.environment, environment);
      }
    }
  });

  it("finds default providers of AWS disabled in every environment's file", () => {
    for (const environment of ["dev", "prod"]) {
      const { config } = parse(readFileSync(`${ROOT}/Pulumi.${environment}.yaml`, "utf8"));
      assert.deepEqual(config["pulumi:disable-default-providers"], ["aws"]);
    }
  });

  it("lists the environments when an unknown one has no settings", () => {
    assert.throws(() => loadStack("staging", undefined, ROOT), {
      message: 'stack "staging": environment is "staging", expected dev or prod',
    });
  });

  it("names the command with the environment's file when settings are missing", () => {
    assert.throws(() => loadStack("prod-edge", undefined, ROOT), {
      message:
        'stack "prod-edge": archipelago:settings is missing, expected it in Pulumi.prod.yaml; run pulumi up -s prod-edge --config-file Pulumi.prod.yaml',
    });
  });
});
