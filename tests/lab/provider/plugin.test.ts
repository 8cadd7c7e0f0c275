// starts processes
import * as assert from "node:assert/strict";
import { once } from "node:events";
import * as grpc from "@grpc/grpc-js";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { SIGNATURE_KEY, UNKNOWN_VALUE } from "../../../common/special-values";
import { type CloudControl, openCloud } from "../../../lab/provider/cloud-control";
import { call, clientOf, Plugin, Provider, struct, temporaryDirectory, urnOf } from "../../helpers/plugin";

const TOPIC = "aws:sns/topic:Topic";
const VPC = "aws:ec2/vpc:Vpc";
const secret = (value: string) => ({ [SIGNATURE_KEY]: "1b47061264138c4ac30d75fd1eb44270", value });

describe("pulumi-resource-aws", () => {
  let directory: string;
  let plugin: Plugin;
  let provider: Provider;
  let cloud: CloudControl;

  before(async () => {
    directory = temporaryDirectory();
    plugin = await Plugin.start(directory);
    provider = new Provider(plugin.client);
    cloud = openCloud(directory);
    await provider.configure({ region: "eu-west-1", defaultTags: '{"tags":{"team":"tide"}}' });
  });

  after(async () => {
    await plugin.stop();
    await cloud.close();
  });

  describe("CheckConfig", () => {
    it("suggests similar regions for an unknown one", async () => {
      const { failures } = await provider.checkConfig({ region: "eu-wset-1" });

      assert.deepEqual(failures, [
        {
          property: "region",
          reason: "invalid AWS Region: eu-wset-1; did you mean eu-west-1 or eu-west-2 or eu-west-3?",
        },
      ]);
    });

    it("states the format for a region without a similar one", async () => {
      const { failures } = await provider.checkConfig({ region: "zz-nope-9" });

      assert.deepEqual(failures, [
        { property: "region", reason: "invalid AWS Region: zz-nope-9, expected a code such as us-east-1" },
      ]);
    });

    it("reports a missing region", async () => {
      const { failures } = await provider.checkConfig({});

      assert.equal(failures[0]?.property, "region");
      assert.match(failures[0]?.reason ?? "", /^missing region configuration/);
    });

    it("refuses an unknown argument", async () => {
      const { failures } = await provider.checkConfig({ region: "eu-west-1", regoin: "eu-west-1" });

      assert.deepEqual(
        failures.map(({ property }) => property),
        ["regoin"],
      );
    });
  });

  describe("Configure", () => {
    const region = "eu-west-1";
    const role = (account: string) => ({ roleArn: `arn:aws:iam::${account}:role/deploy` });

    /** Account of a provider's caller and of a topic's ARN, in a plugin of its own. */
    async function accountsOf(inputs: Record<string, unknown>, environment: NodeJS.ProcessEnv = {}) {
      const cloudDirectory = temporaryDirectory();
      const other = await Plugin.start(cloudDirectory, environment);
      try {
        const configured = new Provider(other.client);
        await configured.configure({ region, ...(inputs as Record<string, string>) });
        const { result } = await configured.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
        const { properties } = await configured.make(TOPIC, "alerts", {});
        return [result["accountId"], String(properties["arn"]).split(":")[4]];
      } finally {
        await other.stop();
      }
    }

    const ACCOUNTS: readonly [string, Record<string, unknown>, string | undefined, string][] = [
      ["the lab's", {}, undefined, "123456789012"],
      ["the first allowed one", { allowedAccountIds: ["111122223333"] }, undefined, "111122223333"],
      ["that of the role", { assumeRoles: [role("444455556666")] }, undefined, "444455556666"],
      ["that of ARCHIPELAGO_LAB_ACCOUNT", {}, "210987654321", "210987654321"],
      [
        "that of the role, whatever the credentials",
        { assumeRoles: [role("444455556666")], allowedAccountIds: ["444455556666"] },
        "210987654321",
        "444455556666",
      ],
    ];
    for (const [description, inputs, account, expected] of ACCOUNTS) {
      it(`uses the account ${description}`, async () => {
        const environment = account === undefined ? {} : { ARCHIPELAGO_LAB_ACCOUNT: account };

        assert.deepEqual(await accountsOf(inputs, environment), [expected, expected]);
      });
    }

    const REFUSED: readonly [string, Record<string, unknown>, string][] = [
      [
        "other than the allowed ones",
        { allowedAccountIds: ["111122223333", "444455556666"] },
        "210987654321",
      ],
      ["among the forbidden ones", { forbiddenAccountIds: ["210987654321"] }, "210987654321"],
      [
        "of a role, other than the allowed ones",
        { allowedAccountIds: ["210987654321"], assumeRoles: [role("444455556666")] },
        "444455556666",
      ],
    ];
    for (const [description, inputs, refused] of REFUSED) {
      it(`refuses an account ${description}`, async () => {
        await assert.rejects(accountsOf(inputs, { ARCHIPELAGO_LAB_ACCOUNT: "210987654321" }), {
          code: grpc.status.UNKNOWN,
          details: `AWS account ID not allowed: ${refused}`,
        });
      });
    }
  });

  describe("DiffConfig", () => {
    it("updates a provider when its account is bound, and replaces nothing", async () => {
      const request = new pb.DiffRequest()
        .setUrn(urnOf("pulumi:providers:aws", "p"))
        .setOldInputs(struct({ region: "eu-west-1" }))
        .setNews(struct({ region: "eu-west-1", allowedAccountIds: '["123456789012"]' }));
      const answer = await call<pb.DiffResponse>((done) => plugin.client.diffConfig(request, done));

      assert.deepEqual(answer.getDiffsList(), ["allowedAccountIds"]);
      assert.deepEqual(answer.getReplacesList(), []);
    });
  });

  describe("Check", () => {
    it("generates the same name for one seed and marks it as a default", async () => {
      const first = await provider.check(TOPIC, "alerts", {});
      const second = await provider.check(TOPIC, "alerts", {});

      assert.match(String(first.inputs["name"]), /^alerts-[0-9a-f]{7}$/);
      assert.deepEqual(second.inputs, first.inputs);
      assert.deepEqual(first.inputs["__defaults"], ["name"]);
    });

    it("fails, as Pulumi's provider does, for a name without room for the random part", async () => {
      const name = "r".repeat(57);

      await assert.rejects(provider.check("aws:iam/role:Role", name, { assumeRolePolicy: "{}" }), {
        code: grpc.status.UNKNOWN,
        details:
          "could not make instance of 'aws:iam/role:Role': " +
          `name '${name}-' plus 7 random chars is longer than maximum length 64`,
      });
    });

    it("keeps a generated name of the state", async () => {
      const { inputs } = await provider.check(
        TOPIC,
        "alerts",
        {},
        { name: "alerts-0000000", __defaults: ["name"] },
      );

      assert.equal(inputs["name"], "alerts-0000000");
    });

    it("generates no name with a prefix", async () => {
      const { inputs } = await provider.check(TOPIC, "alerts", { namePrefix: "tide-" });

      assert.equal(inputs["name"], undefined);
    });

    it("merges the provider's tags with the resource's own, which win", async () => {
      const { inputs } = await provider.check(VPC, "net", {
        cidrBlock: "10.0.0.0/16",
        tags: { a: "1", team: "ebb" },
      });

      assert.deepEqual(inputs["tags"], { a: "1", team: "ebb" });
      assert.deepEqual(inputs["tagsAll"], { team: "ebb", a: "1" });
    });

    it("returns unknown tagsAll for unknown tags", async () => {
      const { inputs } = await provider.check(VPC, "net", { tags: UNKNOWN_VALUE });

      assert.equal(inputs["tagsAll"], UNKNOWN_VALUE);
    });

    it("reports an invalid name, type and region together", async () => {
      const { failures } = await provider.check(TOPIC, "x", {
        nmae: "a",
        signatureVersion: "abc",
        region: "eu-wset-1",
      });

      assert.deepEqual(failures.map(({ property }) => property).sort(), [
        "nmae",
        "region",
        "signatureVersion",
      ]);
      assert.equal(
        failures.find(({ property }) => property === "nmae")?.reason,
        'Unsupported argument. An argument named "nmae" is not expected here. Did you mean "name"?',
      );
    });

    it("names a missing required argument", async () => {
      const { failures } = await provider.check("aws:kms/alias:Alias", "x", {});

      assert.deepEqual(failures, [
        {
          property: "targetKeyId",
          reason:
            'Missing required argument. The argument "targetKeyId" is required, but no definition was found.',
        },
      ]);
    });

    it("names a type that the SDK does not have", async () => {
      await assert.rejects(provider.check("aws:foo/bar:Bar", "x", {}), {
        code: grpc.status.NOT_FOUND,
        details: "unrecognized resource type: aws:foo/bar:Bar is not declared by @pulumi/aws 7.48.0",
      });
    });

    it("keeps a secret tag secret in tags and tagsAll", async () => {
      const { inputs } = await provider.check(TOPIC, "hush", { tags: { key: secret("for-no-one") } });
      const { properties } = await provider.create(TOPIC, "hush", inputs);

      assert.deepEqual(inputs["tagsAll"], { team: "tide", key: secret("for-no-one") });
      assert.deepEqual(properties["tags"], { key: secret("for-no-one") });
      assert.deepEqual(properties["tagsAll"], { team: "tide", key: secret("for-no-one") });
      const record = cloud.find(TOPIC, "hush");
      assert.deepEqual(record.outputs["tags"], { key: "for-no-one" });
    });
  });

  describe("Create", () => {
    it("returns unknowns for AWS's values in a preview and creates nothing", async () => {
      const { inputs } = await provider.check(VPC, "plan", { cidrBlock: "10.0.0.0/16" });
      const { id, properties } = await provider.create(VPC, "plan", inputs, { preview: true });

      assert.equal(id, "");
      assert.equal(properties["arn"], UNKNOWN_VALUE);
      assert.equal(properties["cidrBlock"], "10.0.0.0/16");
      assert.equal(properties["region"], "eu-west-1");
      assert.deepEqual(
        cloud.list({ type: VPC }).filter(({ urn }) => urn.endsWith("::plan")),
        [],
      );
    });

    it("creates a type without rules with AWS-like id, ARN and outputs", async () => {
      const { id, properties } = await provider.make(
        "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
        "out",
        {
          vpcId: "vpc-0123456789abcdef0",
        },
      );

      assert.match(id, /^egress-only-internet-gateway-[0-9a-f]{17}$/);
      assert.equal(properties["vpcId"], "vpc-0123456789abcdef0");
      assert.equal(properties["region"], "eu-west-1");
    });

    it("creates a resource in the region of its argument", async () => {
      const { id, properties } = await provider.make(TOPIC, "far", { region: "us-east-1" });

      assert.match(id, /^arn:aws:sns:us-east-1:123456789012:far-[0-9a-f]{7}$/);
      assert.equal(properties["region"], "us-east-1");
      assert.equal(cloud.find(TOPIC, "far").region, "us-east-1");
    });

    it("creates one resource for a repeated token, which Find returns", async () => {
      const { inputs } = await provider.check(VPC, "once", { cidrBlock: "10.1.0.0/16" });
      const first = await provider.create(VPC, "once", inputs, { token: "t-1" });
      const second = await provider.create(VPC, "once", inputs, { token: "t-1" });

      assert.deepEqual(second, first);
      assert.equal(cloud.list({ type: VPC }).filter(({ urn }) => urn.endsWith("::once")).length, 1);
      assert.deepEqual(await lab(plugin.port, "Find", { token: "t-1" }), { found: true, id: first.id });
      assert.deepEqual(await lab(plugin.port, "Find", { token: "t-2" }), { found: false });
    });

    it("creates two resources without a token", async () => {
      const { inputs } = await provider.check(VPC, "twice", { cidrBlock: "10.2.0.0/16" });
      const first = await provider.create(VPC, "twice", inputs);
      const second = await provider.create(VPC, "twice", inputs);

      assert.notEqual(second.id, first.id);
    });

    it("reports a fault's code and message in the provider's format", async () => {
      cloud.addFault({
        match: { service: "ec2", operation: "CreateVpc", resource: "full" },
        effect: {
          kind: "error",
          code: "VpcLimitExceeded",
          message: "The maximum number of VPCs has been reached.",
        },
      });
      const creation = provider.make(VPC, "full", { cidrBlock: "10.0.0.0/16" });

      await assert.rejects(creation, (error: grpc.ServiceError) => {
        assert.match(
          error.details,
          /^creating EC2 Vpc \(full\): operation error EC2: CreateVpc, https response error StatusCode: 400, RequestID: [0-9a-f-]{36}, api error VpcLimitExceeded: The maximum number of VPCs has been reached\.$/,
        );
        return true;
      });
      cloud.removeFaults();
    });

    it("retries after three throttles and counts the retries", async () => {
      cloud.addFault({
        match: { operation: "CreateVpc", resource: "slow" },
        effect: { kind: "throttle" },
        times: 3,
      });
      const before = cloud.retries()["ec2/CreateVpc"] ?? 0;
      const { id } = await provider.make(VPC, "slow", { cidrBlock: "10.0.0.0/16" });

      assert.match(id, /^vpc-[0-9a-f]{17}$/);
      assert.equal((cloud.retries()["ec2/CreateVpc"] ?? 0) - before, 3);
      assert.deepEqual(cloud.faults(), []);
    });

    it("gives up after 25 throttled attempts", async () => {
      cloud.addFault({ match: { operation: "CreateVpc", resource: "never" }, effect: { kind: "throttle" } });
      const creation = provider.make(VPC, "never", { cidrBlock: "10.0.0.0/16" });

      await assert.rejects(
        creation,
        /exceeded maximum number of attempts, 25, .*api error Throttling: Rate exceeded$/,
      );
      cloud.removeFaults();
    });

    it("creates an incomplete resource and returns its id and reason in the detail", async () => {
      cloud.addFault({
        match: { resource: "half" },
        effect: { kind: "incomplete", reason: "not ready in time" },
      });
      const { inputs } = await provider.check(TOPIC, "half", {});

      await assert.rejects(provider.create(TOPIC, "half", inputs), (error: grpc.ServiceError) => {
        assert.equal(error.details, "creating SNS Topic (half): not ready in time");
        const [bytes] = error.metadata.get("grpc-status-details-bin");
        const any = Status.deserializeBinary(bytes as Buffer).getDetailsList()[0];
        const detail = any?.unpack(
          pb.ErrorResourceInitFailed.deserializeBinary,
          "pulumirpc.ErrorResourceInitFailed",
        );
        assert.equal(detail?.getId(), cloud.find(TOPIC, "half").id);
        assert.deepEqual(detail?.getReasonsList(), ["not ready in time"]);
        return true;
      });
      cloud.removeFaults();
    });
  });

  describe("Diff", () => {
    const state = {
      id: "x",
      olds: { region: "eu-west-1" },
      oldInputs: { name: "a", tags: { x: "1" }, displayName: "d" },
    };

    it("finds no difference between equal inputs", async () => {
      const { changes, detailed } = await provider.diff(TOPIC, "t", state, { ...state.oldInputs });

      assert.equal(changes, false);
      assert.deepEqual(detailed, {});
    });

    it("returns path and kind of changes at several depths", async () => {
      const diff = await provider.diff(TOPIC, "t", state, { name: "b", tags: { x: "2", y: "3" } });

      assert.deepEqual(diff.detailed, {
        displayName: "delete",
        name: "update-replace",
        "tags.x": "update",
        "tags.y": "add",
      });
      assert.deepEqual(diff.replaces, ["name"]);
    });

    it("ignores an ignored path", async () => {
      const { detailed } = await provider.diff(TOPIC, "t", state, { ...state.oldInputs, tags: { x: "9" } }, [
        "tags.x",
      ]);

      assert.deepEqual(detailed, {});
    });

    it("replaces a resource whose immutable argument changes", async () => {
      const olds = {
        id: "l",
        olds: { region: "eu-west-1" },
        oldInputs: { targetGroupArn: "a", targetId: "i-1" },
      };
      const { replaces } = await provider.diff(
        "aws:lb/targetGroupAttachment:TargetGroupAttachment",
        "a",
        olds,
        {
          targetGroupArn: "b",
          targetId: "i-1",
        },
      );

      assert.deepEqual(replaces, ["targetGroupArn"]);
    });

    it("replaces a resource whose provider has another region", async () => {
      const otherRegion = { ...state, olds: { region: "us-west-2" } };
      const { replaces, deleteBeforeReplace } = await provider.diff(TOPIC, "t", otherRegion, {
        ...state.oldInputs,
      });

      assert.deepEqual(replaces, ["region"]);
      assert.equal(deleteBeforeReplace, false);
    });

    it("deletes first when the replacement has the same chosen name", async () => {
      const olds = { ...state, oldInputs: { name: "a", fifoTopic: false } };
      const { deleteBeforeReplace, replaces } = await provider.diff(
        "aws:dynamodb/table:Table",
        "t",
        {
          id: "a",
          olds: { region: "eu-west-1" },
          oldInputs: { name: "a", hashKey: "id" },
        },
        { name: "a", hashKey: "pk" },
      );

      assert.deepEqual([replaces, deleteBeforeReplace, olds.id], [["hashKey"], true, "x"]);
    });
  });

  describe("Read, Update and Delete", () => {
    it("returns drift in outputs and inputs", async () => {
      const topic = await provider.make(TOPIC, "drift", { displayName: "as created" });
      cloud.change(cloud.find(TOPIC, "drift"), { displayName: "by hand" });
      const now = await provider.read(TOPIC, "drift", topic.id, topic);

      assert.equal(now.properties["displayName"], "by hand");
      assert.equal(now.inputs["displayName"], "by hand");
      const diff = await provider.diff(
        TOPIC,
        "drift",
        { id: topic.id, olds: now.properties, oldInputs: now.inputs },
        topic.inputs,
      );
      assert.deepEqual(diff.detailed, { displayName: "update" });
    });

    it("returns no change without drift", async () => {
      const topic = await provider.make(TOPIC, "still", { displayName: "as created", tags: { a: "b" } });
      const now = await provider.read(TOPIC, "still", topic.id, topic);

      assert.deepEqual(now, { id: topic.id, properties: topic.properties, inputs: topic.inputs });
    });

    it("reports a missing resource on read and deletes it without an error", async () => {
      const topic = await provider.make(TOPIC, "gone", {});
      assert.equal(cloud.delete(cloud.find(TOPIC, "gone")), true);

      assert.equal((await provider.read(TOPIC, "gone", topic.id, topic)).id, "");
      await provider.delete(TOPIC, "gone", topic.id, topic.properties);
    });

    it("reads a resource of another region by `id@region`", async () => {
      const vpc = await provider.make(VPC, "there", { cidrBlock: "10.3.0.0/16", region: "us-west-2" });

      assert.equal((await provider.read(VPC, "there", vpc.id)).id, "");
      const { id, properties } = await provider.read(VPC, "there", `${vpc.id}@us-west-2`);
      assert.equal(id, vpc.id);
      assert.equal(properties["cidrBlock"], "10.3.0.0/16");
    });

    it("updates the inputs and keeps AWS's own values", async () => {
      const topic = await provider.make(TOPIC, "grow", { displayName: "small" });
      const { displayName: _, ...rest } = topic.inputs;
      const after = await provider.update(
        TOPIC,
        "grow",
        { id: topic.id, olds: topic.properties, oldInputs: topic.inputs },
        { ...rest, signatureVersion: 2 },
      );

      assert.equal(after["signatureVersion"], 2);
      assert.equal(after["displayName"], undefined);
      assert.equal(after["arn"], topic.properties["arn"]);
      assert.equal(cloud.find(TOPIC, "grow").outputs["signatureVersion"], 2);
    });

    it("reports an update of a missing resource", async () => {
      const state = { id: "vpc-0123", olds: {}, oldInputs: {} };

      await assert.rejects(
        provider.update(VPC, "lost", state, { cidrBlock: "10.0.0.0/16" }),
        /updating EC2 Vpc \(vpc-0123\): .*api error ResourceNotFoundException: EC2 Vpc vpc-0123 does not exist; refresh the state$/,
      );
    });
  });

  describe("archipelago.lab.Plugin", () => {
    it("opens another provider with a region of its own", async () => {
      const { port } = (await lab(plugin.port, "Open", {})) as { port: number };
      const client = clientOf(port);
      const other = new Provider(client);
      await other.configure({ region: "ap-northeast-2" });

      assert.equal(
        (await other.invoke("aws:index/getRegion:getRegion", {})).result["region"],
        "ap-northeast-2",
      );
      assert.equal(
        (await provider.invoke("aws:index/getRegion:getRegion", {})).result["region"],
        "eu-west-1",
      );
      client.close();
    });

    it("reports a provider that is not configured", async () => {
      const { port } = (await lab(plugin.port, "Open", {})) as { port: number };
      const client = clientOf(port);

      await assert.rejects(new Provider(client).invoke("aws:index/getRegion:getRegion", {}), {
        code: grpc.status.FAILED_PRECONDITION,
      });
      client.close();
    });
  });

  it("names an RPC that is not implemented", async () => {
    await assert.rejects(
      call((done) => plugin.client.getSchema(new pb.GetSchemaRequest(), done)),
      {
        code: grpc.status.UNIMPLEMENTED,
        details: "/pulumirpc.ResourceProvider/GetSchema is not implemented by this provider",
      },
    );
  });

  it("names a data source that is not simulated", async () => {
    await assert.rejects(provider.invoke("aws:ec2/getVpx:getVpx", {}), {
      code: grpc.status.UNIMPLEMENTED,
      details:
        "unrecognized data source: aws:ec2/getVpx:getVpx is not simulated; did you mean aws:ec2/getVpc:getVpc?",
    });
  });

  for (const [when, made] of [
    ["before", 0],
    ["after", 1],
  ] as const) {
    it(`creates ${made} resources when it crashes ${when} the change of the cloud`, async () => {
      const own = await Plugin.start(directory);
      const client = new Provider(own.client);
      await client.configure({ region: "eu-west-1" });
      cloud.addFault({ match: { resource: `crash-${when}` }, effect: { kind: "crash", when }, times: 1 });
      const gone = once(own.process, "exit");

      await assert.rejects(
        client.create(TOPIC, `crash-${when}`, { name: `crash-${when}` }, { token: `crash-${when}` }),
        { code: grpc.status.UNAVAILABLE },
      );
      assert.deepEqual(await gone, [null, "SIGKILL"]);
      assert.equal(
        cloud.list({ type: TOPIC }).filter(({ urn }) => urn === urnOf(TOPIC, `crash-${when}`)).length,
        made,
      );
      assert.equal(
        ((await lab(plugin.port, "Find", { token: `crash-${when}` })) as { found: boolean }).found,
        made === 1,
      );
      own.client.close();
    });
  }
});

function lab(port: number, method: string, message: object): Promise<unknown> {
  const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      `/archipelago.lab.Plugin/${method}`,
      (value: object) => Buffer.from(JSON.stringify(value)),
      (bytes: Buffer) => JSON.parse(bytes.toString("utf8")) as unknown,
      message,
      (error, value) => {
        client.close();
        if (error) reject(error);
        else resolve(value);
      },
    );
  });
}
