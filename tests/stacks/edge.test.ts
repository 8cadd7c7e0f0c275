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

/** Deploys the edge over these regions, the first one as primary. */
async function deploy(codes: readonly string[]) {
  const registrations = await recordResources({
    results: {
      "aws:route53/getZone:getZone": { name: "example.com", zoneId: "Z0123456789EXAMPLE", nameServers: [] },
    },
  });
  const settings = settingsWith({
    regions: codes.map((code) => ({ code, endpoint: `${code}.example.net` })),
    monitoring: { emails: ["oncall@example.com"] },
    storage: { replication: "none" },
    dns: { zone: "example.com" },
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
});
