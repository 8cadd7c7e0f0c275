import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { onCallSubscribers } from "../../stacks/contacts";
import { deployEdge } from "../../stacks/edge";
import { subscriptionKey } from "../../stacks/subscriptions";
import { assertDependsOn } from "../helpers/contract";
import { findRegistration, outputValue, recordResources } from "../helpers/mocks";
import { settingsWith } from "../helpers/settings";

const BILLING_TOPIC = "arn:aws:sns:us-east-1:123456789012:billing";
const OPERATIONS_TOPIC = "arn:aws:mock:::operations";

/** Records that validate the certificate of the CDN's names. */
const VALIDATIONS = ["example.com", "www.example.com"].map((domainName) => ({
  domainName,
  resourceRecordName: `_0.${domainName}`,
  resourceRecordType: "CNAME",
  resourceRecordValue: "_0.acm.example.net",
}));

function alarmTopic(code: string): string {
  return `arn:aws:sns:${code}:123456789012:alarms`;
}

function regionInputs(code: string) {
  return {
    vpcId: `vpc-${code}`,
    publicSubnetIds: ["subnet-public"],
    privateSubnetIds: [`subnet-${code}`],
    bucketName: `bucket-${code}`,
    bucketArn: `arn:aws:s3:::bucket-${code}`,
    siteBucketName: `site-${code}`,
    siteBucketArn: `arn:aws:s3:::site-${code}`,
    siteBucketDomainName: `site-${code}.s3.${code}.amazonaws.com`,
    alarmTopicArn: alarmTopic(code),
  };
}

/** Deploys the edge over these regions, the first one as primary, with a CDN if given. */
async function deploy(codes: readonly string[], cdn?: object) {
  const registrations = await recordResources({
    outputs: { "aws:acm/certificate:Certificate": { domainValidationOptions: VALIDATIONS } },
    results: {
      "aws:route53/getZone:getZone": { name: "example.com", zoneId: "Z0123456789EXAMPLE", nameServers: [] },
    },
  });
  const settings = settingsWith({
    regions: codes.map((code) => ({ code, endpoint: `${code}.example.net` })),
    monitoring: { emails: ["oncall@example.com"] },
    storage: { replication: "none" },
    dns: { zone: "example.com" },
    ...(cdn && { cdn }),
  });
  const outputs = deployEdge(
    settings,
    { billingTopicArn: BILLING_TOPIC, zoneId: "Z0123456789EXAMPLE" },
    Object.fromEntries(codes.map((code) => [code, regionInputs(code)])),
    onCallSubscribers(settings, (kind, label) => `${kind} ${label}`),
    (region) => ({ provider: new aws.Provider(`aws-${region}`, { region: region as aws.Region }) }),
  );
  await pulumi.runtime.disconnect();
  return { outputs, registrations };
}

describe("deployEdge", () => {
  for (const codes of [
    ["eu-west-1", "us-east-1"],
    ["eu-west-1", "eu-central-1"],
  ]) {
    it(`notifies the operations topic of endpoints that are down in ${codes.join(" and ")}`, async () => {
      const { outputs, registrations } = await deploy(codes);
      const subscription = findRegistration(
        registrations,
        `operations-email-${subscriptionKey("oncall@example.com")}`,
      );
      const alarm = findRegistration(registrations, `dns-alarm-${codes[0]}`);
      const topic = findRegistration(registrations, "operations", "aws:sns/topic:Topic");

      assert.equal(await outputValue(outputs.operationsTopicArn), OPERATIONS_TOPIC);
      assert.match(topic.provider ?? "", /::aws-us-east-1::/);
      assert.equal(alarm.inputs.region, "us-east-1");
      assert.deepEqual(alarm.inputs.alarmActions, [OPERATIONS_TOPIC]);
      assert.deepEqual(alarm.inputs.okActions, [OPERATIONS_TOPIC]);
      assert.deepEqual(alarm.inputs.insufficientDataActions, [OPERATIONS_TOPIC]);
      assert.deepEqual(
        [subscription.inputs.topic, subscription.inputs.endpoint],
        [OPERATIONS_TOPIC, "oncall@example.com"],
      );
      assertDependsOn(alarm, { type: subscription.type, name: subscription.name });
    });
  }

  const PAIR = ["eu-west-1", "us-east-1"];
  const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

  it("publishes the site under its aliases, in any order, with a certificate in the zone", async () => {
    const { registrations } = await deploy(PAIR, { aliases: ["www.example.com", "example.com"] });

    const { inputs } = findRegistration(registrations, "cdn-certificate", "aws:acm/certificate:Certificate");
    assert.deepEqual(
      [inputs.region, inputs.domainName, inputs.subjectAlternativeNames],
      ["us-east-1", "example.com", ["www.example.com"]],
    );
    const names = registrations.map(({ name }) => name).filter((name) => /^cdn-a(aaa)?-/.test(name));
    assert.deepEqual(names.sort(), [
      "cdn-a-example.com",
      "cdn-a-www.example.com",
      "cdn-aaaa-example.com",
      "cdn-aaaa-www.example.com",
    ]);
  });

  it("routes the paths of servers to their names, or to the record that routes to the regions", async () => {
    const { registrations } = await deploy(PAIR, {
      servers: {
        api: { paths: ["/api/*", "/health"] },
        shop: { paths: ["/shop/*"], domainName: "shop.example.net" },
      },
    });

    const { origins, orderedCacheBehaviors } = findRegistration(registrations, "cdn", DISTRIBUTION).inputs;
    assert.deepEqual(
      origins.map(({ originId, domainName }: Record<string, unknown>) => [originId, domainName]),
      [
        ["bucket-eu-west-1", "site-eu-west-1.s3.eu-west-1.amazonaws.com"],
        ["bucket-us-east-1", "site-us-east-1.s3.us-east-1.amazonaws.com"],
        ["api", "app.example.com"],
        ["shop", "shop.example.net"],
      ],
    );
    assert.deepEqual(
      orderedCacheBehaviors.map(
        ({ pathPattern, targetOriginId, allowedMethods }: Record<string, unknown>) => [
          pathPattern,
          targetOriginId,
          Object(allowedMethods).length,
        ],
      ),
      [
        ["/api/*", "api", 7],
        ["/health", "api", 7],
        ["/shop/*", "shop", 7],
      ],
    );
  });

  it("returns the page of missing objects with 404, and restricts countries", async () => {
    const { registrations } = await deploy(PAIR, {
      notFoundPage: "/404.html",
      countries: { access: "block", codes: ["US", "KR"] },
    });

    const { customErrorResponses, restrictions } = findRegistration(
      registrations,
      "cdn",
      DISTRIBUTION,
    ).inputs;
    assert.deepEqual(
      customErrorResponses,
      [403, 404].map((errorCode) => ({
        errorCode,
        errorCachingMinTtl: 10,
        responsePagePath: "/404.html",
        responseCode: 404,
      })),
    );
    assert.deepEqual(restrictions.geoRestriction, { restrictionType: "blacklist", locations: ["KR", "US"] });
  });

  for (const [logs, type] of [
    ["none", undefined],
    ["cloudwatch", "aws:cloudwatch/logGroup:LogGroup"],
    ["s3", "aws:s3/bucket:Bucket"],
  ] as const) {
    it(`delivers the access logs of the CDN to ${logs}, in us-east-1`, async () => {
      const { registrations } = await deploy(PAIR, { logs });

      const targets = registrations.filter(({ name }) => /^cdn-logs(-access)?$/.test(name));
      const target = targets.find((one) => /logGroup|s3\/bucket:/.test(one.type));
      assert.equal(target?.type, type);
      if (target) assert.match(target.provider ?? "", /::aws-us-east-1::/);
      assert.equal(
        targets.some(({ type: one }) => one.includes("logDelivery:")),
        type !== undefined,
      );
    });
  }

  it("notifies the operations topic of errors of the CDN", async () => {
    const { registrations } = await deploy(PAIR, { errorRatePercent: 1 });

    const { alarmActions, threshold } = findRegistration(registrations, "cdn-alarm-errors").inputs;
    assert.deepEqual([alarmActions, threshold], [[OPERATIONS_TOPIC], 1]);
  });
});
