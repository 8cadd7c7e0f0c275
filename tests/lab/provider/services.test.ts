// starts processes
import * as assert from "node:assert/strict";
import { Plugin, Provider, temporaryDirectory } from "../../helpers/plugin";

describe("pulumi-resource-aws with its services", () => {
  let plugin: Plugin;
  let provider: Provider;

  before(async () => {
    plugin = await Plugin.start(temporaryDirectory());
    provider = new Provider(plugin.client);
    await provider.configure({ region: "eu-west-1" });
  });

  after(() => plugin.stop());

  it("returns the ARN of a stream, whose ARN is also an argument", async () => {
    const { properties } = await provider.make("aws:kinesis/stream:Stream", "tide", {
      name: "tide",
      shardCount: 1,
    });

    assert.equal(properties["arn"], "arn:aws:kinesis:eu-west-1:123456789012:stream/tide");
  });

  it("refuses an invalid lifecycle with AWS's own message", async () => {
    await provider.make("aws:s3/bucket:Bucket", "tide", { bucket: "tide" });
    const rules = [{ id: "ia", status: "Enabled", transitions: [{ days: 7, storageClass: "STANDARD_IA" }] }];
    const type = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

    await assert.rejects(
      provider.make(type, "tide", { bucket: "tide", rules }),
      /api error InvalidArgument: 'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'$/,
    );
  });

  it("refuses a weighted record whose TTL differs from its set's", async () => {
    const { id: zoneId } = await provider.make("aws:route53/zone:Zone", "zone", { name: "example.com" });
    const record = (setIdentifier: string, ttl: number) =>
      provider.make("aws:route53/record:Record", setIdentifier, {
        zoneId,
        name: "www",
        type: "A",
        ttl,
        records: ["192.0.2.1"],
        setIdentifier,
        weightedRoutingPolicies: [{ weight: 50 }],
      });
    const blue = await record("blue", 60);

    assert.equal(blue.properties["fqdn"], "www.example.com");
    await assert.rejects(record("green", 61), /weighted sets must contain the same TTL\.\]$/);
    assert.equal((await record("green", 60)).id, `${zoneId}_www_A_green`);
  });
});
