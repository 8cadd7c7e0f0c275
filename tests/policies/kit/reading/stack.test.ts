import assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import { UNKNOWN_VALUE } from "../../../../common/special-values";
import { Resource, Stack, Undecided } from "../../../../policies/kit";

const TOPIC = "aws:sns/topic:Topic";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const GATEWAY = "aws:ec2/internetGateway:InternetGateway";

interface Node {
  readonly type: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly needs?: Readonly<Record<string, readonly string[]>>;
}

/** A stack of resources by name; `needs` has names by property. */
function stackOf(nodes: Readonly<Record<string, Node>>): { stack: Stack; named: (name: string) => Resource } {
  const resources = Object.entries(nodes).map(
    ([name, { type, inputs = {}, outputs }]) =>
      new Resource({
        type,
        name,
        urn: `urn::${name}`,
        protect: false,
        inputs: unknownCheckingProxy(inputs),
        outputs: unknownCheckingProxy(outputs ?? inputs),
      }),
  );
  const dependencies = Object.entries(nodes).map(([name, { needs = {} }]) => {
    const urns = Object.entries(needs).map(([key, names]) => [key, names.map((one) => `urn::${one}`)]);
    return [`urn::${name}`, Object.fromEntries(urns) as Record<string, string[]>] as const;
  });
  const stack = new Stack("dev", resources, new Map(dependencies));
  return {
    stack,
    named: (name) => {
      const resource = stack.resources.find((one) => one.name === name);
      assert.ok(resource);
      return resource;
    },
  };
}

function names(resources: readonly Resource[]): readonly string[] {
  return resources.map(({ name }) => name);
}

describe("Stack", () => {
  it("finds the target of an unknown value by its dependency", () => {
    const { stack, named } = stackOf({
      topic: { type: TOPIC },
      alarm: { type: ALARM, inputs: { alarmActions: [UNKNOWN_VALUE] }, needs: { alarmActions: ["topic"] } },
    });

    assert.deepEqual(names(stack.findTargets(named("alarm"), "alarmActions", [TOPIC])), ["topic"]);
    assert.deepEqual(names(stack.findReferrers(named("topic"), [ALARM], "alarmActions")), ["alarm"]);
  });

  it("finds the target of a known value by id, name or ARN", () => {
    const arn = "arn:aws:sns:eu-west-1:123456789012:alerts";
    const { stack, named } = stackOf({
      topic: { type: TOPIC, outputs: { arn } },
      alarm: { type: ALARM, inputs: { alarmActions: [arn] } },
      elsewhere: { type: ALARM, inputs: { alarmActions: [`${arn}-of-another`] } },
    });

    assert.equal(stack.findTarget(named("alarm"), "alarmActions", [TOPIC])?.name, "topic");
    assert.equal(stack.findTarget(named("elsewhere"), "alarmActions", [TOPIC]), undefined);
    assert.deepEqual(names(stack.findReferrers(named("topic"), [ALARM], "alarmActions")), ["alarm"]);
  });

  it("chooses among several dependencies by a known value", () => {
    const { stack, named } = stackOf({
      one: { type: TOPIC, outputs: { arn: "arn:one" } },
      two: { type: TOPIC, outputs: { arn: "arn:two" } },
      alarm: {
        type: ALARM,
        inputs: { config: { a: "arn:one", b: "arn:two" } },
        needs: { config: ["one", "two"] },
      },
      early: { type: ALARM, inputs: { config: { a: UNKNOWN_VALUE } }, needs: { config: ["one", "two"] } },
    });

    assert.equal(stack.findTarget(named("alarm"), "config.b", [TOPIC])?.name, "two");
    assert.throws(() => stack.findTarget(named("early"), "config.a", [TOPIC]), new Undecided("config.a"));
  });

  it("finds targets by the strings of an object, undecided if one is unknown", () => {
    const { stack, named } = stackOf({
      topic: { type: TOPIC, outputs: { arn: "arn:one" } },
      here: { type: ALARM, inputs: { config: { own: true, lists: { a: ["arn:one"] } } } },
      elsewhere: { type: ALARM, inputs: { config: { a: "arn:two", lists: ["arn:three"] } } },
      early: { type: ALARM, inputs: { config: { a: "arn:two", lists: { b: UNKNOWN_VALUE } } } },
    });

    assert.deepEqual(names(stack.findTargets(named("here"), "config", [TOPIC])), ["topic"]);
    assert.deepEqual(stack.findTargets(named("elsewhere"), "config", [TOPIC]), []);
    assert.throws(() => stack.findTargets(named("early"), "config", [TOPIC]), new Undecided("config"));
  });

  it("finds nothing for an unknown value of AWS resources of other types", () => {
    const { stack, named } = stackOf({
      topic: { type: TOPIC },
      queue: { type: "aws:sqs/queue:Queue" },
      alarm: { type: ALARM, inputs: { alarmActions: UNKNOWN_VALUE }, needs: { alarmActions: ["queue"] } },
    });

    assert.deepEqual(stack.findTargets(named("alarm"), "alarmActions", [TOPIC]), []);
    assert.deepEqual(stack.findReferrers(named("topic"), [ALARM], "alarmActions"), []);
  });

  it("finds the target behind a resource that passes the value on", () => {
    const { stack, named } = stackOf({
      vpc: { type: VPC },
      gateway: { type: GATEWAY, inputs: { vpcId: UNKNOWN_VALUE }, needs: { vpcId: ["vpc"] } },
      subnet: { type: SUBNET, inputs: { vpcId: UNKNOWN_VALUE }, needs: { vpcId: ["gateway"] } },
      log: {
        type: "aws:ec2/flowLog:FlowLog",
        inputs: { vpcId: UNKNOWN_VALUE },
        needs: { vpcId: ["subnet"] },
      },
      topic: { type: TOPIC },
      other: { type: TOPIC },
      policy: {
        type: "aws:sns/topicPolicy:TopicPolicy",
        inputs: { arn: UNKNOWN_VALUE, policy: { Resource: UNKNOWN_VALUE } },
        needs: { arn: ["topic"], policy: ["other"] },
      },
      alarm: { type: ALARM, inputs: { alarmActions: UNKNOWN_VALUE }, needs: { alarmActions: ["policy"] } },
    });

    assert.deepEqual(names(stack.findTargets(named("log"), "vpcId", [VPC])), ["vpc"]);
    assert.deepEqual(names(stack.findReferrers(named("vpc"), ["aws:ec2/flowLog:FlowLog"], "vpcId")), ["log"]);
    assert.deepEqual(names(stack.findTargets(named("alarm"), "alarmActions", [TOPIC])), ["topic"]);
  });

  it("finds the target of a passed-on value that is known", () => {
    const { stack, named } = stackOf({
      vpc: { type: VPC },
      gateway: { type: GATEWAY, inputs: { vpcId: "vpc-1" }, needs: { vpcId: ["vpc"] } },
      log: { type: "aws:ec2/flowLog:FlowLog", inputs: { vpcId: "vpc-1" }, needs: { vpcId: ["gateway"] } },
    });

    assert.deepEqual(names(stack.findTargets(named("log"), "vpcId", [VPC])), ["vpc"]);
  });

  it("is undecided when the passing resource does not know the value", () => {
    const { stack, named } = stackOf({
      vpc: { type: VPC },
      pet: { type: "random:index/randomPet:RandomPet" },
      gateway: { type: GATEWAY, inputs: { vpcId: UNKNOWN_VALUE }, needs: { vpcId: ["pet"] } },
      log: {
        type: "aws:ec2/flowLog:FlowLog",
        inputs: { vpcId: UNKNOWN_VALUE },
        needs: { vpcId: ["gateway"] },
      },
    });

    assert.throws(() => stack.findTargets(named("log"), "vpcId", [VPC]), new Undecided("vpcId"));
  });

  it("stops at resources that pass on to each other in a circle", () => {
    const { stack, named } = stackOf({
      one: { type: GATEWAY, inputs: { vpcId: UNKNOWN_VALUE }, needs: { vpcId: ["two"] } },
      two: { type: GATEWAY, inputs: { vpcId: UNKNOWN_VALUE }, needs: { vpcId: ["one"] } },
    });

    assert.deepEqual(stack.findTargets(named("one"), "vpcId", [VPC]), []);
  });

  for (const [type, given, arn] of [
    ["aws:s3/bucket:Bucket", { bucket: "tide" }, "arn:aws:s3:::tide"],
    ["aws:s3/bucket:Bucket", { bucket: "tide" }, "arn:aws:s3:::tide/archive/*"],
    ["aws:sqs/queue:Queue", { name: "tide" }, "arn:aws:sqs:eu-west-1:123456789012:tide"],
    [
      "aws:lambda/function:Function",
      { name: "tide" },
      "arn:aws:lambda:eu-west-1:123456789012:function:tide:live",
    ],
    [
      "aws:dynamodb/table:Table",
      { name: "tide" },
      "arn:aws:dynamodb:eu-west-1:123456789012:table/tide/stream/2026",
    ],
    [
      "aws:cloudwatch/logGroup:LogGroup",
      { name: "/a/tide" },
      "arn:aws:logs:eu-west-1:123456789012:log-group:/a/tide:*",
    ],
    ["aws:iam/role:Role", { name: "tide" }, "arn:aws:iam::123456789012:role/service/tide"],
  ] as const) {
    it(`finds the resource of the handwritten ARN ${arn}`, () => {
      const region = "eu-west-1";
      const { stack, named } = stackOf({
        here: { type, inputs: { ...given, region } },
        elsewhere: { type, inputs: { ...given, region: "us-east-1" } },
        other: { type, inputs: { name: "archive", bucket: "archive", region } },
        alarm: { type: ALARM, inputs: { alarmActions: [arn] } },
        foreign: {
          type: ALARM,
          inputs: { alarmActions: [arn.replace(/:(s3|sqs|lambda|dynamodb|logs|iam):/, ":glue:")] },
        },
      });

      const isAnywhere = /:(s3|iam):/.test(arn);
      const records = isAnywhere ? ["elsewhere", "here"] : ["here"];
      assert.deepEqual(names(stack.findTargets(named("alarm"), "alarmActions", [type])), records);
      assert.deepEqual(stack.findTargets(named("foreign"), "alarmActions", [type]), []);
    });
  }

  it("is undecided for an unknown value without a source, for all it may name", () => {
    const { stack, named } = stackOf({
      topic: { type: TOPIC },
      linked: { type: TOPIC },
      name: { type: "random:index/randomPet:RandomPet" },
      alarm: { type: ALARM, inputs: { alarmActions: UNKNOWN_VALUE }, needs: { alarmActions: ["name"] } },
      other: { type: ALARM, inputs: { alarmActions: UNKNOWN_VALUE }, needs: { alarmActions: ["linked"] } },
    });

    assert.throws(
      () => stack.findTargets(named("alarm"), "alarmActions", [TOPIC]),
      new Undecided("alarmActions"),
    );
    assert.throws(
      () => stack.findReferrers(named("topic"), [ALARM], "alarmActions"),
      new Undecided("alarmActions of alarm"),
    );
    assert.deepEqual(names(stack.findReferrers(named("linked"), [ALARM], "alarmActions")), ["other"]);
  });

  it("sorts resources by URN", () => {
    const { stack } = stackOf({ b: { type: TOPIC }, a: { type: ALARM }, c: { type: TOPIC } });

    assert.deepEqual(names(stack.resources), ["a", "b", "c"]);
    assert.deepEqual(names(stack.ofTypes([TOPIC])), ["b", "c"]);
  });
});
