import assert from "node:assert/strict";
import type { Properties } from "../../../../lab/aws/property-values";
import { route53 } from "../../../../lab/aws/route53";
import { Cloud, reasons, refusal } from "../../../helpers/cloud";

const CHECK = "aws:route53/healthCheck:HealthCheck";
const COLLECTION = "aws:route53/cidrCollection:CidrCollection";
const LOCATION = "aws:route53/cidrLocation:CidrLocation";

describe("HealthCheck", () => {
  it("gives two equal checks different UUIDs and AWS's defaults", () => {
    const cloud = new Cloud(route53);
    const inputs = { type: "HTTPS", fqdn: "a.example.com", port: 443, resourcePath: "/health" };

    const first = cloud.create(CHECK, inputs);
    const second = cloud.create(CHECK, inputs);

    assert.match(first.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.notEqual(first.id, second.id);
    assert.equal(first.outputs.arn, `arn:aws:route53:::healthcheck/${first.id}`);
    assert.equal(first.outputs.failureThreshold, 3);
    assert.equal(first.outputs.requestInterval, 30);
    assert.equal(first.outputs.enableSni, true);
  });

  const invalid: readonly (readonly [string, Properties, string])[] = [
    ["no endpoint", { type: "HTTP" }, "Either IPAddress or FullyQualifiedDomainName must be specified."],
    ["TCP without a port", { type: "TCP", fqdn: "a" }, "Port must be specified for TCP health checks."],
    [
      "a match without text",
      { type: "HTTP_STR_MATCH", fqdn: "a" },
      "SearchString must be specified for string matching health checks.",
    ],
    [
      "text without a match",
      { type: "HTTP", fqdn: "a", searchString: "x" },
      "SearchString cannot be specified for health checks that do not match a string.",
    ],
    [
      "a private address",
      { type: "HTTP", ipAddress: "172.31.0.9" },
      "IP address 172.31.0.9 is a private or reserved address.",
    ],
    [
      "two checker regions",
      { type: "HTTP", fqdn: "a", regions: ["us-east-1", "us-west-1"] },
      "Regions must have at least 3 members.",
    ],
    [
      "no alarm",
      { type: "CLOUDWATCH_METRIC" },
      "AlarmIdentifier must be specified for CloudWatch metric health checks.",
    ],
    [
      "a child that is not there",
      { type: "CALCULATED", childHealthchecks: ["x"] },
      "Child health check x does not exist.",
    ],
  ];
  for (const [what, inputs, words] of invalid)
    it(`rejects ${what}`, () => {
      assert.equal(
        refusal(() => new Cloud(route53).create(CHECK, inputs)),
        `InvalidInput: ${words}`,
      );
    });

  it("rejects a calculated check as child and accepts an ordinary one", () => {
    const cloud = new Cloud(route53);
    const child = cloud.create(CHECK, { type: "TCP", fqdn: "a", port: 1 });
    const parent = cloud.create(CHECK, { type: "CALCULATED", childHealthchecks: [child.id] });

    assert.equal(
      refusal(() => cloud.create(CHECK, { type: "CALCULATED", childHealthchecks: [parent.id] })),
      `InvalidInput: Child health check ${parent.id} is itself a calculated health check.`,
    );
  });

  it("reports every value out of range", () => {
    const faults = new Cloud(route53).check(CHECK, {
      type: "PING",
      failureThreshold: 11,
      requestInterval: 20,
      port: 70000,
      regions: ["eu-central-1"],
      childHealthThreshold: 257,
    });

    assert.deepEqual(
      reasons(faults).requestInterval,
      "expected request_interval to be one of [10 30], got 20",
    );
    assert.deepEqual(Object.keys(reasons(faults)).sort(), [
      "childHealthThreshold",
      "failureThreshold",
      "port",
      "regions[0]",
      "requestInterval",
      "type",
    ]);
  });
});

describe("CidrCollection and CidrLocation", () => {
  it("refuses to delete a collection until its location is deleted", () => {
    const cloud = new Cloud(route53);
    const collection = cloud.create(COLLECTION, { name: "offices" });
    const location = cloud.create(LOCATION, {
      cidrCollectionId: collection.id,
      name: "seoul",
      cidrBlocks: ["192.0.2.0/24"],
    });

    assert.equal(location.id, `${collection.id},seoul`);
    assert.match(
      refusal(() => cloud.delete(collection)),
      /^CidrCollectionInUseException: /,
    );
    cloud.delete(location);
    cloud.delete(collection);
    assert.equal(cloud.get(collection), undefined);
  });

  it("rejects a duplicate name and a duplicate block", () => {
    const cloud = new Cloud(route53);
    const { id } = cloud.create(COLLECTION, { name: "offices" });
    cloud.create(LOCATION, { cidrCollectionId: id, name: "seoul", cidrBlocks: ["192.0.2.0/24"] });

    assert.match(
      refusal(() => cloud.create(COLLECTION, { name: "offices" })),
      /^CidrCollectionAlreadyExistsException: /,
    );
    assert.equal(
      refusal(() =>
        cloud.create(LOCATION, { cidrCollectionId: id, name: "paris", cidrBlocks: ["192.0.2.0/24"] }),
      ),
      "CidrBlockInUseException: This CIDR block is already in use.",
    );
  });

  it("rejects a missing collection with NoSuchCidrCollectionException", () => {
    const act = () =>
      new Cloud(route53).create(LOCATION, { cidrCollectionId: "x", name: "a", cidrBlocks: [] });

    assert.match(refusal(act), /^NoSuchCidrCollectionException: /);
  });

  it("rejects invalid blocks and names", () => {
    const check = (inputs: Properties) => Object.keys(reasons(new Cloud(route53).check(LOCATION, inputs)));

    assert.deepEqual(check({ name: "a", cidrBlocks: ["192.0.2.0/24", "2001:db8::/48"] }), []);
    assert.deepEqual(
      check({ name: "x".repeat(17), cidrBlocks: ["0.0.0.0/0", "192.0.2.0/25", "2001:db8::/49"] }),
      ["name", "cidrBlocks[0]", "cidrBlocks[1]", "cidrBlocks[2]"],
    );
  });
});
