import assert from "node:assert/strict";
import type { Properties } from "../../../../lab/aws/property-values";
import { sns } from "../../../../lab/aws/sns";
import { Cloud, reasons, refusal } from "../../../helpers/cloud";

const TOPIC = "aws:sns/topic:Topic";
const POLICY = "aws:sns/topicPolicy:TopicPolicy";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const ARN = "arn:aws:sns:eu-west-1:123456789012:alerts";

function withTopic(): Cloud {
  const cloud = new Cloud(sns);
  cloud.create(TOPIC, { name: "alerts" });
  return cloud;
}

describe("Topic", () => {
  it("returns the same topic when its name is created again", () => {
    const cloud = withTopic();

    const again = cloud.create(TOPIC, { name: "alerts" });

    assert.equal(again.id, ARN);
    assert.equal(again.outputs.owner, "123456789012");
    assert.equal(cloud.list({ type: TOPIC }).length, 1);
  });

  it("rejects invalid names", () => {
    const check = (inputs: Properties) => Object.keys(reasons(new Cloud(sns).check(TOPIC, inputs)));

    assert.deepEqual(check({ name: "a_b-C9" }), []);
    assert.deepEqual(check({ name: "a.b" }), ["name"]);
    assert.deepEqual(check({ name: "orders", fifoTopic: true }), ["name"]);
    assert.deepEqual(check({ name: "orders.fifo", fifoTopic: true }), []);
    assert.deepEqual(check({ name: "x".repeat(257) }), ["name"]);
  });

  it("rejects deduplication without FIFO with InvalidParameter", () => {
    const act = () => new Cloud(sns).create(TOPIC, { name: "a", contentBasedDeduplication: true });

    assert.equal(
      refusal(act),
      "InvalidParameter: Invalid parameter: Content-based deduplication can only be set for FIFO topics",
    );
  });
});

describe("TopicPolicy", () => {
  it("rejects a policy without topic or principal", () => {
    const policy = (more: Properties) =>
      JSON.stringify({ Statement: [{ Effect: "Allow", Action: "sns:Publish", Resource: ARN, ...more }] });
    const cloud = withTopic();

    assert.equal(
      refusal(() => new Cloud(sns).create(POLICY, { arn: ARN, policy: "{}" })),
      "NotFound: Topic does not exist",
    );
    assert.equal(
      refusal(() => cloud.create(POLICY, { arn: ARN, policy: policy({}) })),
      "InvalidParameter: Invalid parameter: Policy Error: null",
    );
    assert.equal(
      cloud.create(POLICY, { arn: ARN, policy: policy({ Principal: { Service: "budgets.amazonaws.com" } }) })
        .id,
      ARN,
    );
  });
});

describe("TopicSubscription", () => {
  it("leaves a subscription of an e-mail address pending", () => {
    const { id, outputs } = withTopic().create(SUBSCRIPTION, {
      topic: ARN,
      protocol: "email",
      endpoint: "ops@example.com",
    });

    assert.equal(id, "PendingConfirmation");
    assert.equal(outputs.arn, "PendingConfirmation");
    assert.equal(outputs.pendingConfirmation, true);
  });

  it("keeps two pending subscriptions apart", () => {
    const cloud = withTopic();
    for (const endpoint of ["a@example.com", "b@example.com"])
      cloud.create(SUBSCRIPTION, { topic: ARN, protocol: "email", endpoint });

    assert.deepEqual(
      cloud.list({ type: SUBSCRIPTION }).map((one) => one.outputs.arn),
      ["PendingConfirmation", "PendingConfirmation"],
    );
  });

  it("confirms a subscription of a queue", () => {
    const { id, outputs } = withTopic().create(SUBSCRIPTION, {
      topic: ARN,
      protocol: "sqs",
      endpoint: "arn:aws:sqs:eu-west-1:123456789012:q",
    });

    assert.match(id, /^arn:aws:sns:eu-west-1:123456789012:alerts:[0-9a-f-]{36}$/);
    assert.equal(outputs.pendingConfirmation, false);
  });

  const invalid: readonly (readonly [string, string, string])[] = [
    ["sqs", "arn:aws:lambda:eu-west-1:123456789012:function:f", "SQS endpoint ARN"],
    ["lambda", "f", "LAMBDA endpoint ARN"],
    ["https", "http://example.com", "Endpoint must match the specified protocol"],
    ["email", "no-address", "Email address"],
    ["sms", "call me", "Invalid SMS endpoint: call me"],
  ];
  for (const [protocol, endpoint, words] of invalid)
    it(`rejects the protocol ${protocol} with the endpoint ${endpoint}`, () => {
      const act = () => withTopic().create(SUBSCRIPTION, { topic: ARN, protocol, endpoint });

      assert.equal(refusal(act), `InvalidParameter: Invalid parameter: ${words}`);
    });

  it("rejects a missing topic with NotFound", () => {
    const act = () =>
      new Cloud(sns).create(SUBSCRIPTION, { topic: ARN, protocol: "sms", endpoint: "+15555550100" });

    assert.equal(refusal(act), "NotFound: Topic does not exist");
  });
});
