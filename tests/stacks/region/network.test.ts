import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { describe, it } from "mocha";
import { createNetwork } from "../../../stacks/region/network";
import { parseSettings } from "../../../stacks/settings";
import { findRegistration, recordResources, waitForChildren } from "../../helpers/mocks";

const base = {
  environment: "prod",
  accountId: "123456789012",
  layout: "cells",
  billing: { emails: ["billing@example.com"] },
};

async function deploy(region: object, network: object) {
  const registrations = await recordResources();
  const settings = parseSettings({ ...base, regions: [{ code: "eu-west-1", ...region }], network }, "f");
  const [own] = settings.regions;
  assert.ok(own);
  const provider = new aws.Provider("aws-eu-west-1", { region: "eu-west-1" });
  const deployed = createNetwork(own, settings, { provider }, undefined, undefined);
  await waitForChildren(deployed);
  return { network: deployed, registrations };
}

describe("createNetwork", () => {
  it("passes the settings of network and region on", async () => {
    const key = "arn:aws:kms:eu-west-1:123456789012:key/example";
    const { registrations } = await deploy(
      { zoneNames: ["eu-west-1c", "eu-west-1a"], flowLogKmsKeyArn: key, cidr: "10.9.0.0/16" },
      {
        gatewayAccess: "account",
        trustedBuckets: ["partner"],
        flowLogFields: ["version"],
        flowLogAggregationSeconds: 60,
      },
    );

    const vpc = findRegistration(registrations, "network-eu-west-1", "awsx:ec2:Vpc").inputs;
    assert.equal(vpc.cidrBlock, "10.9.0.0/16");
    assert.deepEqual(vpc.availabilityZoneNames, ["eu-west-1c", "eu-west-1a"]);
    assert.equal(findRegistration(registrations, "network-eu-west-1-flow-logs").inputs.kmsKeyId, key);
    const flowLog = findRegistration(registrations, "network-eu-west-1-flow-log").inputs;
    assert.deepEqual([flowLog.logFormat, flowLog.maxAggregationInterval], [`\${${"version"}}`, 60]);
    const { policy } = findRegistration(registrations, "network-eu-west-1-s3-endpoint").inputs;
    assert.match(policy, /arn:aws:s3:::partner/);
  });

  it("creates a bucket for the flow log that expires it after its retention", async () => {
    const { registrations } = await deploy({}, { flowLogDestination: "s3", flowLogRetentionDays: 365 });

    const { inputs } = findRegistration(registrations, "network-eu-west-1-flow-log");
    assert.deepEqual(
      [inputs.logDestinationType, inputs.logDestination],
      ["s3", "arn:aws:s3:::flow-logs-eu-west-1"],
    );
    const { rules } = findRegistration(registrations, "flow-logs-eu-west-1-lifecycle").inputs;
    assert.ok(
      rules.some((rule: { expiration?: { days?: number } }) => rule.expiration?.days === 365),
      JSON.stringify(rules),
    );
    const { policy } = findRegistration(registrations, "flow-logs-eu-west-1-policy").inputs;
    assert.match(policy, /delivery\.logs\.amazonaws\.com/);
  });

  it("creates no flow log with flowLogDestination 'none'", async () => {
    const { registrations } = await deploy({}, { flowLogDestination: "none" });

    assert.deepEqual(
      registrations.filter(({ name }) => name.includes("flow")).map(({ name }) => name),
      [],
    );
  });
});
