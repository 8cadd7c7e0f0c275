import assert from "node:assert/strict";
import { logs } from "../../../../lab/aws/logs";
import type { Properties } from "../../../../lab/aws/property-values";
import { Cloud, reasons, refusal } from "../../../helpers/cloud";

const GROUP = "aws:cloudwatch/logGroup:LogGroup";
const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const FEED = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter";
const QUERY = "aws:cloudwatch/queryDefinition:QueryDefinition";
const POLICY = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";

const metric = { metricTransformation: { name: "Errors", namespace: "App", value: "1" }, pattern: "ERROR" };

describe("LogGroup", () => {
  it("gives a log group an ARN of its region and unlimited retention", () => {
    const { id, outputs } = new Cloud(logs).create(GROUP, { name: "/app/web" });

    assert.equal(id, "/app/web");
    assert.equal(outputs.arn, "arn:aws:logs:eu-west-1:123456789012:log-group:/app/web");
    assert.equal(outputs.retentionInDays, 0);
  });

  it("rejects a duplicate name and AWS's own prefix", () => {
    const cloud = new Cloud(logs);
    cloud.create(GROUP, { name: "app" });

    assert.equal(
      refusal(() => cloud.create(GROUP, { name: "app" })),
      "ResourceAlreadyExistsException: The specified log group already exists",
    );
    assert.equal(
      refusal(() => cloud.create(GROUP, { name: "aws/app" })),
      "InvalidParameterException: Log groups starting with aws/ are reserved for AWS.",
    );
    assert.equal(cloud.create(GROUP, { name: "app" }, { region: "us-east-1" }).id, "app");
  });

  it("reports invalid names, retentions and classes", () => {
    const check = (inputs: Properties) => Object.keys(reasons(new Cloud(logs).check(GROUP, inputs)));

    assert.deepEqual(
      check({ name: "/a_b-c.d#e/F", retentionInDays: 30, logGroupClass: "INFREQUENT_ACCESS" }),
      [],
    );
    assert.deepEqual(check({ name: "a b", retentionInDays: 31, logGroupClass: "COLD" }), [
      "name",
      "logGroupClass",
      "retentionInDays",
    ]);
    assert.deepEqual(check({ name: "x".repeat(513) }), ["name"]);
  });

  it("refuses to delete a protected log group", () => {
    const cloud = new Cloud(logs);
    const group = cloud.create(GROUP, { name: "app", deletionProtectionEnabled: true });

    assert.match(
      refusal(() => cloud.delete(group)),
      /^ValidationException: /,
    );
    cloud.delete(cloud.update(group, { deletionProtectionEnabled: false }));
  });
});

describe("LogMetricFilter", () => {
  it("rejects a missing log group with ResourceNotFoundException", () => {
    const act = () => new Cloud(logs).create(FILTER, { logGroupName: "none", ...metric });

    assert.equal(refusal(act), "ResourceNotFoundException: The specified log group does not exist.");
  });

  it("limits a log group to 100 filters with LimitExceededException", () => {
    const cloud = new Cloud(logs);
    cloud.create(GROUP, { name: "app" });
    for (let i = 0; i < 100; i++) cloud.create(FILTER, { name: `f${i}`, logGroupName: "app", ...metric });

    assert.equal(
      refusal(() => cloud.create(FILTER, { name: "more", logGroupName: "app", ...metric })),
      "LimitExceededException: Resource limit exceeded.",
    );
  });

  it("accepts the same filter name in two log groups", () => {
    const cloud = new Cloud(logs);
    for (const name of ["a", "b"]) cloud.create(GROUP, { name });
    for (const logGroupName of ["a", "b"]) cloud.create(FILTER, { name: "errors", logGroupName, ...metric });

    assert.deepEqual(
      cloud.list({ type: FILTER }).map((one) => one.id),
      ["b:errors", "errors"],
    );
  });

  it("rejects names with a colon and four dimensions", () => {
    const dimensions = { a: "1", b: "2", c: "3", d: "4" };
    const faults = new Cloud(logs).check(FILTER, {
      name: "a:b",
      pattern: "x".repeat(1025),
      metricTransformation: { name: "a$", namespace: "b*", value: "1", dimensions },
    });

    assert.deepEqual(Object.keys(reasons(faults)), [
      "name",
      "pattern",
      "metricTransformation.name",
      "metricTransformation.namespace",
      "metricTransformation.dimensions",
    ]);
  });
});

describe("LogSubscriptionFilter", () => {
  const feed = {
    logGroup: "app",
    filterPattern: "",
    destinationArn: "arn:aws:lambda:eu-west-1:123456789012:function:f",
  };

  it("rejects a stream without role with InvalidParameterException", () => {
    const cloud = new Cloud(logs);
    cloud.create(GROUP, { name: "app" });
    const destinationArn = "arn:aws:kinesis:eu-west-1:123456789012:stream/s";

    assert.equal(
      refusal(() => cloud.create(FEED, { ...feed, destinationArn })),
      "InvalidParameterException: destinationArn for vendor kinesis requires a roleArn",
    );
  });

  it("limits a log group to five subscription filters", () => {
    const cloud = new Cloud(logs);
    cloud.create(GROUP, { name: "app" });
    for (let i = 0; i < 5; i++) cloud.create(FEED, { ...feed, name: `f${i}` });

    assert.match(
      refusal(() => cloud.create(FEED, feed)),
      /^LimitExceededException/,
    );
  });
});

describe("QueryDefinition and LogResourcePolicy", () => {
  it("gives a query a UUID as id", () => {
    const { id, outputs } = new Cloud(logs).create(QUERY, { name: "top", queryString: "fields @message" });

    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.equal(outputs.arn, `arn:aws:logs:eu-west-1:123456789012:query-definition:${id}`);
  });

  it("limits a region to ten policies with LimitExceededException", () => {
    const cloud = new Cloud(logs);
    for (let i = 0; i < 10; i++) cloud.create(POLICY, { policyName: `p${i}`, policyDocument: "{}" });

    assert.match(
      refusal(() => cloud.create(POLICY, { policyName: "p10", policyDocument: "{}" })),
      /^LimitExceededException/,
    );
    assert.equal(
      cloud.create(POLICY, { policyName: "p10", policyDocument: "{}" }, { region: "us-east-1" }).id,
      "p10",
    );
  });
});
