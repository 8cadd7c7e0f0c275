import assert from "node:assert/strict";
import {
  canServeGlobally,
  globalServiceResourcesOf,
  Resource,
  Stack,
  Undecided,
} from "../../../../policies/kit";

interface Given {
  readonly type: string;
  readonly name: string;
  readonly region?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Names of resources by the property that depends on them. */
  readonly uses?: Readonly<Record<string, readonly string[]>>;
}

function stackOf(...given: readonly Given[]): Stack {
  const urn = ({ type, name }: Given): string => `urn:pulumi:dev::p::${type}::${name}`;
  const named = (name: string): string => {
    const one = given.find((each) => each.name === name);
    assert.ok(one, name);
    return urn(one);
  };
  const resources = given.map(
    (one) =>
      new Resource({
        type: one.type,
        urn: urn(one),
        name: one.name,
        protect: false,
        inputs: { region: one.region ?? "us-east-1", ...one.inputs },
      }),
  );
  const dependencies = given.map((one) => {
    const uses = Object.entries(one.uses ?? {}).map(([property, names]) => [property, names.map(named)]);
    return [urn(one), Object.fromEntries(uses) as Record<string, string[]>] as const;
  });
  return new Stack("dev", resources, new Map(dependencies));
}

function helpersIn(stack: Stack): readonly string[] {
  const helpers = globalServiceResourcesOf(stack);
  return stack.resources
    .filter((one) => helpers.has(one))
    .map(({ name }) => name)
    .sort();
}

const alarm: Given = {
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  name: "charges",
  inputs: { namespace: "AWS/Billing" },
  uses: { alarmActions: ["billing"] },
};
const topic: Given = { type: "aws:sns/topic:Topic", name: "billing" };
const mail: Given = {
  type: "aws:sns/topicSubscription:TopicSubscription",
  name: "mail",
  uses: { topic: ["billing"] },
};

describe("GlobalServiceResources", () => {
  it("has an alarm on charges and the resources that only the alarm needs", () => {
    const stack = stackOf(
      alarm,
      { ...topic, uses: { kmsMasterKeyId: ["alias"] } },
      mail,
      { type: "aws:kms/alias:Alias", name: "alias", uses: { targetKeyId: ["key"] } },
      { type: "aws:kms/key:Key", name: "key" },
      { type: "aws:sqs/queue:Queue", name: "jobs" },
    );

    assert.deepEqual(helpersIn(stack), ["alias", "billing", "charges", "key", "mail"]);
  });

  it("has a policy that refers to its topic twice", () => {
    const policy: Given = {
      type: "aws:sns/topicPolicy:TopicPolicy",
      name: "policy",
      uses: { arn: ["billing"], policy: ["billing"] },
    };

    assert.deepEqual(helpersIn(stackOf(alarm, topic, policy)), ["billing", "charges", "policy"]);
  });

  it("excludes a topic that a regional alarm notifies as well", () => {
    const own: Given = { ...alarm, name: "errors", inputs: { namespace: "App" } };

    assert.deepEqual(helpersIn(stackOf(alarm, own, topic, mail)), ["charges"]);
  });

  it("excludes the same alarm in another region", () => {
    assert.deepEqual(helpersIn(stackOf({ ...alarm, region: "eu-west-1" }, topic, mail)), []);
  });

  it("has a certificate of a distribution, not one of a listener", () => {
    const certificate: Given = { type: "aws:acm/certificate:Certificate", name: "certificate" };
    const cdn: Given = {
      type: "aws:cloudfront/distribution:Distribution",
      name: "cdn",
      uses: { viewerCertificate: ["certificate"] },
    };
    const listener: Given = {
      type: "aws:lb/listener:Listener",
      name: "listener",
      uses: { certificateArn: ["certificate"] },
    };

    assert.deepEqual(helpersIn(stackOf(certificate, cdn)), ["certificate"]);
    assert.deepEqual(helpersIn(stackOf(certificate, cdn, listener)), []);
    assert.deepEqual(helpersIn(stackOf(certificate, listener)), []);
  });

  it("has an edge function with its log group and its permission", () => {
    const cdn: Given = {
      type: "aws:cloudfront/distribution:Distribution",
      name: "cdn",
      uses: { defaultCacheBehavior: ["edge"] },
    };
    const edge: Given = { type: "aws:lambda/function:Function", name: "edge" };
    const logs: Given = { type: "aws:cloudwatch/logGroup:LogGroup", name: "logs", uses: { name: ["edge"] } };
    const caller: Given = {
      type: "aws:lambda/permission:Permission",
      name: "caller",
      uses: { function: ["edge"], sourceArn: ["cdn"] },
    };

    assert.deepEqual(helpersIn(stackOf(cdn, edge, logs, caller)), ["caller", "edge", "logs"]);
  });

  it("excludes an origin of a distribution", () => {
    const cdn: Given = {
      type: "aws:cloudfront/distribution:Distribution",
      name: "cdn",
      uses: { origins: ["data"], loggingConfig: ["logs"] },
    };
    const bucket = (name: string): Given => ({ type: "aws:s3/bucket:Bucket", name });

    assert.deepEqual(helpersIn(stackOf(cdn, bucket("data"), bucket("logs"))), ["logs"]);
  });

  it("is undecided for an alarm with unknown metrics", () => {
    const stack = stackOf({ ...alarm, region: "us-east-1", inputs: { namespace: "AWS/Billing" } }, topic);
    const open = new Resource({
      type: alarm.type,
      urn: "urn:pulumi:dev::p::open",
      name: "open",
      protect: false,
      inputs: {},
    });
    const helpers = globalServiceResourcesOf(new Stack("dev", [...stack.resources, open], new Map()));

    assert.throws(() => helpers.has(open), Undecided);
  });

  it("may have an unused topic of another stack, not an unused queue", () => {
    const stack = stackOf(topic, mail, { type: "aws:sqs/queue:Queue", name: "jobs" });
    const helpers = globalServiceResourcesOf(stack);
    const may = stack.resources.filter((one) => helpers.mayBelongToOtherStack(one)).map(({ name }) => name);

    assert.deepEqual([helpersIn(stack), may.sort()], [[], ["billing", "mail"]]);
  });
});

describe("canServeGlobally", () => {
  it("is true for the types that global services use", () => {
    const types = [
      "aws:acm/certificate:Certificate",
      "aws:sns/topic:Topic",
      "aws:ec2/vpc:Vpc",
      "aws:rds/cluster:Cluster",
    ];

    assert.deepEqual(types.map(canServeGlobally), [true, true, false, false]);
  });
});
