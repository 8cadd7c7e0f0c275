import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { deployEdge } from "../../stacks/edge";
import { parseSettings } from "../../stacks/settings";
import { findRegistration, recordResources } from "../helpers/mocks";

const BILLING_TOPIC = "arn:aws:sns:us-east-1:123456789012:billing";

function alarmTopic(code: string): string {
  return `arn:aws:sns:${code}:123456789012:alarms`;
}

function regionInputs(code: string) {
  return {
    vpcId: `vpc-${code}`,
    privateSubnetIds: [`subnet-${code}`],
    bucketName: `bucket-${code}`,
    bucketArn: `arn:aws:s3:::bucket-${code}`,
    siteBucketName: `site-${code}`,
    siteBucketArn: `arn:aws:s3:::site-${code}`,
    siteBucketDomainName: `site-${code}.s3.${code}.amazonaws.com`,
    alarmTopicArn: alarmTopic(code),
  };
}

/** Deploys the edge over these regions, the first one as primary; returns the alarm of the primary's health check. */
async function deployHealthAlarm(codes: readonly string[]) {
  const registrations = await recordResources({
    results: {
      "aws:route53/getZone:getZone": { name: "example.com", zoneId: "Z0123456789EXAMPLE", nameServers: [] },
    },
  });
  const settings = parseSettings(
    {
      environment: "dev",
      layout: "single",
      regions: codes.map((code) => ({ code, endpoint: `${code}.example.net` })),
      billing: { emails: ["billing@example.com"] },
      storage: { replication: "none" },
      dns: { zone: "example.com" },
    },
    "Pulumi.dev.yaml",
  );
  deployEdge(
    settings,
    { billingTopicArn: BILLING_TOPIC, zoneId: "Z0123456789EXAMPLE" },
    Object.fromEntries(codes.map((code) => [code, regionInputs(code)])),
    (region) => new aws.Provider(`aws-${region}`, { region: region as aws.Region }),
  );
  await pulumi.runtime.disconnect();
  return findRegistration(registrations, `dns-alarm-${codes[0]}`).inputs;
}

describe("deployEdge", () => {
  it("notifies the alarm topic of us-east-1, the region of the health checks' metrics", async () => {
    const { region, alarmActions, okActions } = await deployHealthAlarm(["eu-west-1", "us-east-1"]);

    assert.equal(region, "us-east-1");
    assert.deepEqual(alarmActions, [alarmTopic("us-east-1")]);
    assert.deepEqual(okActions, [alarmTopic("us-east-1")]);
  });

  it("notifies the billing topic, which is in us-east-1, when no region is there", async () => {
    const { region, alarmActions, okActions } = await deployHealthAlarm(["eu-west-1", "eu-central-1"]);

    assert.equal(region, "us-east-1");
    assert.deepEqual(alarmActions, [BILLING_TOPIC]);
    assert.deepEqual(okActions, [BILLING_TOPIC]);
  });
});
