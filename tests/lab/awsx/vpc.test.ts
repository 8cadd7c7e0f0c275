// starts processes
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as provproto from "@pulumi/pulumi/proto/provider_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { SIGNATURE_KEY, UNKNOWN_VALUE } from "../../../common/special-values";
import { type FakeEngine, type Registered, shortName, startFakeEngine } from "./monitor";

const PLUGIN = path.resolve(__dirname, "../../../lab/plugins/pulumi-resource-awsx");
const PROVIDER = "urn:pulumi:dev::tides::pulumi:providers:aws::seoul::11111111-2222-4333-8444-555555555555";

/** Starts the plugin and answers it with its port, which it prints first. */
async function startPlugin(engine: string): Promise<{ plugin: ChildProcess; port: string }> {
  const plugin = spawn(PLUGIN, [engine], { stdio: ["ignore", "pipe", "inherit"] });
  assert.ok(plugin.stdout);
  const [port] = (await once(createInterface(plugin.stdout), "line")) as [string];
  return { plugin, port };
}

describe("Vpc", () => {
  let plugin: ChildProcess;
  let client: ResourceProviderClient;
  const engines: FakeEngine[] = [];

  before(async () => {
    const engine = await fakeEngine([]);
    const process = await startPlugin(engine.address);
    plugin = process.plugin;
    client = new ResourceProviderClient(`127.0.0.1:${process.port}`, grpc.credentials.createInsecure());
  });

  after(() => {
    client.close();
    plugin.kill("SIGINT");
    for (const engine of engines) engine.close();
  });

  async function fakeEngine(...args: Parameters<typeof startFakeEngine>): Promise<FakeEngine> {
    const engine = await startFakeEngine(...args);
    engines.push(engine);
    return engine;
  }

  function construct(
    engine: FakeEngine,
    inputs: Record<string, JavaScriptValue>,
    { name = "tide", type = "awsx:ec2:Vpc", preview = false } = {},
  ): Promise<provproto.ConstructResponse> {
    const request = new provproto.ConstructRequest()
      .setProject("tides")
      .setStack("dev")
      .setOrganization("organization")
      .setParallel(16)
      .setDryrun(preview)
      .setMonitorendpoint(engine.address)
      .setType(type)
      .setName(name)
      .setParent("urn:pulumi:dev::tides::archipelago:components:Network::net")
      .setInputs(Struct.fromJavaScript(inputs));
    request.getProvidersMap().set("aws", PROVIDER);
    return new Promise((resolve, reject) => {
      client.construct(request, (error, response) => {
        if (error) reject(error);
        else resolve(response);
      });
    });
  }

  async function laidDown(inputs: Record<string, JavaScriptValue>, zones = ["r-1a", "r-1b", "r-1c", "r-1d"]) {
    const engine = await fakeEngine(zones);
    const response = await construct(engine, inputs);
    const find = (type: string, name: string): Registered => {
      const resource = engine.registered.find((each) => each.type.endsWith(type) && each.name === name);
      assert.ok(resource, `${type} ${name}`);
      return resource;
    };
    return { engine, response, state: response.getState()?.toJavaScript() ?? {}, find };
  }

  async function findRejection(
    engine: FakeEngine,
    inputs: Record<string, JavaScriptValue>,
    type?: string,
  ): Promise<string> {
    const failure = construct(engine, inputs, type === undefined ? {} : { type });
    const error = await failure.then(
      () => assert.fail("constructed"),
      (reason: grpc.ServiceError) => reason,
    );
    return error.details;
  }

  function tree(registered: readonly Registered[]): string[] {
    return registered.map((each) => `${each.parent} > ${each.type} ${each.name}`).sort();
  }

  it("gives each resource of two zones its name and parent", async () => {
    const { engine } = await laidDown({ numberOfAvailabilityZones: 2 });

    const ofZone = (zone: number) => [
      `aws:ec2/routeTable:RouteTable tide-private-${zone} > aws:ec2/route:Route tide-private-${zone}`,
      `aws:ec2/routeTable:RouteTable tide-private-${zone} > aws:ec2/routeTableAssociation:RouteTableAssociation tide-private-${zone}`,
      `aws:ec2/routeTable:RouteTable tide-public-${zone} > aws:ec2/route:Route tide-public-${zone}`,
      `aws:ec2/routeTable:RouteTable tide-public-${zone} > aws:ec2/routeTableAssociation:RouteTableAssociation tide-public-${zone}`,
      `aws:ec2/subnet:Subnet tide-private-${zone} > aws:ec2/routeTable:RouteTable tide-private-${zone}`,
      `aws:ec2/subnet:Subnet tide-public-${zone} > aws:ec2/eip:Eip tide-${zone}`,
      `aws:ec2/subnet:Subnet tide-public-${zone} > aws:ec2/natGateway:NatGateway tide-${zone}`,
      `aws:ec2/subnet:Subnet tide-public-${zone} > aws:ec2/routeTable:RouteTable tide-public-${zone}`,
      `aws:ec2/vpc:Vpc tide > aws:ec2/subnet:Subnet tide-private-${zone}`,
      `aws:ec2/vpc:Vpc tide > aws:ec2/subnet:Subnet tide-public-${zone}`,
    ];
    assert.deepEqual(
      tree(engine.registered),
      [
        "archipelago:components:Network net > awsx:ec2:Vpc tide",
        "awsx:ec2:Vpc tide > aws:ec2/vpc:Vpc tide",
        "aws:ec2/vpc:Vpc tide > aws:ec2/internetGateway:InternetGateway tide",
        ...ofZone(1),
        ...ofZone(2),
      ].sort(),
    );
  });

  it("passes the provider to children and to the look-up of zones", async () => {
    const { engine } = await laidDown({ region: "ap-northeast-2", numberOfAvailabilityZones: 1 });

    assert.deepEqual([...new Set(engine.registered.map((each) => each.provider))], [PROVIDER]);
    assert.deepEqual(engine.invoked, [
      {
        token: "aws:index/getAvailabilityZones:getAvailabilityZones",
        args: { region: "ap-northeast-2" },
        provider: PROVIDER,
      },
    ]);
    const regional = engine.registered.filter((each) => each.type !== "awsx:ec2:Vpc");
    assert.deepEqual([...new Set(regional.map((each) => each.inputs["region"]))], ["ap-northeast-2"]);
  });

  it("gives children the inputs of awsx by default", async () => {
    const { find } = await laidDown({ tags: { owner: "tides" } });

    assert.deepEqual(find("/vpc:Vpc", "tide").inputs, {
      cidrBlock: "10.0.0.0/16",
      tags: { Name: "tide", owner: "tides" },
    });
    assert.deepEqual(find(":Subnet", "tide-public-3").inputs, {
      availabilityZone: "r-1c",
      cidrBlock: "10.0.160.0/20",
      mapPublicIpOnLaunch: true,
      tags: { Name: "tide-public-3", SubnetType: "Public", owner: "tides" },
      vpcId: "id:tide",
    });
    assert.deepEqual(find(":Route", "tide-public-1").inputs, {
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: "id:tide",
      routeTableId: "id:tide-public-1",
    });
    assert.deepEqual(find(":Route", "tide-private-2").inputs, {
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: "id:tide-2",
      routeTableId: "id:tide-private-2",
    });
    assert.deepEqual(find("NatGateway", "tide-2").inputs, {
      allocationId: "eipalloc-tide-2",
      subnetId: "id:tide-public-2",
      tags: { Name: "tide-2", owner: "tides" },
    });
  });

  it("routes every private subnet through a single NAT gateway", async () => {
    const { engine, find } = await laidDown({
      natGateways: { strategy: "Single", elasticIpAllocationIds: ["eipalloc-9"] },
    });

    const gateways = engine.registered.filter((each) => each.type === "aws:ec2/natGateway:NatGateway");
    assert.deepEqual(
      gateways.map(({ name, inputs }) => [name, inputs["allocationId"]]),
      [["tide-1", "eipalloc-9"]],
    );
    assert.equal(
      engine.registered.some((each) => each.type === "aws:ec2/eip:Eip"),
      false,
    );
    assert.equal(find(":Route", "tide-private-3").inputs["natGatewayId"], "id:tide-1");
  });

  it("routes only public subnets without NAT gateways", async () => {
    const { engine, state } = await laidDown({
      natGateways: { strategy: "None" },
      numberOfAvailabilityZones: 1,
      subnetStrategy: "Auto",
      subnetSpecs: [
        { type: "Public", name: "edge", cidrMask: 24, tags: { tier: "edge" } },
        { type: "Unused", cidrMask: 24 },
        { type: "Private", cidrMask: 24 },
        { type: "Isolated", cidrMask: 24 },
      ],
    });

    const subnets = engine.registered.filter((each) => each.type === "aws:ec2/subnet:Subnet");
    assert.deepEqual(subnets.map(({ name, inputs }) => [name, inputs["cidrBlock"]]).sort(), [
      ["tide-edge-1", "10.0.0.0/24"],
      ["tide-isolated-1", "10.0.3.0/24"],
      ["tide-private-1", "10.0.2.0/24"],
    ]);
    assert.deepEqual(subnets.find(({ name }) => name === "tide-edge-1")?.inputs["tags"], {
      Name: "tide-edge-1",
      SubnetType: "Public",
      tier: "edge",
    });
    const routes = engine.registered.filter((each) => each.type === "aws:ec2/route:Route");
    assert.deepEqual(
      routes.map(({ name }) => name),
      ["tide-edge-1"],
    );
    assert.deepEqual(state["isolatedSubnetIds"], ["id:tide-isolated-1"]);
    assert.deepEqual(state["subnetLayout"], [
      { type: "Public", name: "edge", cidrMask: 24, size: 256 },
      { type: "Unused", cidrMask: 24, size: 256 },
      { type: "Private", cidrMask: 24, size: 256 },
      { type: "Isolated", cidrMask: 24, size: 256 },
    ]);
  });

  it("takes named zones without a look-up, and can put them into Name tags", async () => {
    const { engine, find } = await laidDown({
      availabilityZoneNames: ["us-west-2b", "us-west-2-lax-1a"],
      subnetNameTagStrategy: "AvailabilityZone",
    });

    assert.deepEqual(engine.invoked, []);
    const names = ["tide-public-1", "tide-public-2"].map((name) => {
      const tags = find(":Subnet", name).inputs["tags"] as Record<string, string>;
      return [find(":Subnet", name).inputs["availabilityZone"], tags["Name"]];
    });
    assert.deepEqual(names, [
      ["us-west-2b", "tide-public-2b"],
      ["us-west-2-lax-1a", "tide-public-2-lax-1a"],
    ]);
  });

  it("names an endpoint after its service, under the VPC", async () => {
    const { find, state } = await laidDown({
      numberOfAvailabilityZones: 1,
      vpcEndpointSpecs: [{ serviceName: "com.amazonaws.eu-west-1.s3", vpcEndpointType: "Gateway" }],
    });

    const endpoint = find("VpcEndpoint", "com.amazonaws.eu-west-1.s3");
    assert.equal(endpoint.parent, "aws:ec2/vpc:Vpc tide");
    assert.deepEqual(endpoint.inputs, {
      serviceName: "com.amazonaws.eu-west-1.s3",
      vpcEndpointType: "Gateway",
      vpcId: "id:tide",
    });
    assert.equal((state["vpcEndpoints"] as unknown[]).length, 1);
  });

  it("registers its children as outputs and returns the same state", async () => {
    const { engine, response, state } = await laidDown({ numberOfAvailabilityZones: 2 });

    assert.equal(shortName(response.getUrn()), "awsx:ec2:Vpc tide");
    assert.equal(state["vpcId"], "id:tide");
    assert.deepEqual(state["publicSubnetIds"], ["id:tide-public-1", "id:tide-public-2"]);
    assert.deepEqual(state["privateSubnetIds"], ["id:tide-private-1", "id:tide-private-2"]);
    assert.deepEqual(state["isolatedSubnetIds"], []);
    const vpc = state["vpc"] as Record<string, string>;
    assert.equal(vpc[SIGNATURE_KEY], "5cf8f73096256a8f31e491e813e4eb8e");
    assert.deepEqual([shortName(vpc["urn"] ?? ""), vpc["id"]], ["aws:ec2/vpc:Vpc tide", "id:tide"]);
    const counts = ["subnets", "routeTables", "routeTableAssociations", "routes", "natGateways", "eips"].map(
      (key) => (state[key] as unknown[]).length,
    );
    assert.deepEqual(counts, [4, 4, 4, 4, 2, 2]);
    assert.deepEqual(engine.outputsOf.get(response.getUrn()), state);
    const dependencies = response.getStatedependenciesMap().get("vpcId")?.getUrnsList() ?? [];
    assert.deepEqual(dependencies.map(shortName), ["aws:ec2/vpc:Vpc tide"]);
  });

  it("registers all children in a preview, with unknown outputs", async () => {
    const engine = await fakeEngine(["r-1a", "r-1b", "r-1c"], true);

    const response = await construct(engine, {}, { preview: true });

    assert.equal(engine.registered.length, 33);
    const state = response.getState()?.toJavaScript() ?? {};
    assert.equal(state["vpcId"], UNKNOWN_VALUE);
    assert.deepEqual(state["publicSubnetIds"], [UNKNOWN_VALUE, UNKNOWN_VALUE, UNKNOWN_VALUE]);
    const nat = engine.registered.find(({ type }) => type === "aws:ec2/natGateway:NatGateway");
    assert.deepEqual([nat?.inputs["allocationId"], nat?.inputs["subnetId"]], [UNKNOWN_VALUE, UNKNOWN_VALUE]);
  });

  it("rejects more zones than the region has, with both numbers", async () => {
    const engine = await fakeEngine(["r-1a", "r-1b", "r-1c"]);
    assert.equal(
      await findRejection(engine, { numberOfAvailabilityZones: 4 }),
      "tide: numberOfAvailabilityZones is 4, expected at most 3, the number of zones in the region",
    );
    assert.deepEqual(tree(engine.registered), ["archipelago:components:Network net > awsx:ec2:Vpc tide"]);
  });

  it("rejects an invalid input before it registers the component", async () => {
    const engine = await fakeEngine([]);
    assert.equal(
      await findRejection(engine, {
        cidrBlock: "10.0.0.0/24",
        numberOfAvailabilityZones: 1,
        subnetSpecs: [{ type: "Public", cidrMask: 23 }, { type: "Private" }],
      }),
      'tide: cidrBlock is "10.0.0.0/24", expected room for the subnets of 1 zones by strategy Legacy: public-1 (10.0.2.0/23) is not within 10.0.0.0/24',
    );
    assert.deepEqual(engine.registered, []);
  });

  it("rejects other components of awsx by name and keeps running", async () => {
    const engine = await fakeEngine(["r-1a"]);
    assert.equal(
      await findRejection(engine, {}, "awsx:lb:ApplicationLoadBalancer"),
      'tide: type is "awsx:lb:ApplicationLoadBalancer", expected "awsx:ec2:Vpc", the one component of awsx that the lab has; use @pulumi/aws directly',
    );
    assert.equal(
      (await construct(engine, { numberOfAvailabilityZones: 1 })).getUrn().endsWith("::tide"),
      true,
    );
  });

  it("gives two concurrent engines their own children", async () => {
    const [one, other] = await Promise.all([
      fakeEngine(["a-1a", "a-1b", "a-1c"]),
      fakeEngine(["b-1a", "b-1b", "b-1c"]),
    ]);
    const answers = await Promise.all([
      ...["p", "q", "r"].map((name) => construct(one, {}, { name })),
      ...["x", "y", "z"].map((name) => construct(other, {}, { name })),
    ]);

    assert.deepEqual(
      answers.map((answer) => answer.getUrn().split("::").at(-1)),
      ["p", "q", "r", "x", "y", "z"],
    );
    for (const [engine, prefix, names] of [
      [one, "a-1", "pqr"],
      [other, "b-1", "xyz"],
    ] as const) {
      const subnets = engine.registered.filter((each) => each.type === "aws:ec2/subnet:Subnet");
      assert.equal(subnets.length, 18);
      assert.deepEqual([...new Set(subnets.map(({ name }) => name[0]))].sort().join(""), names);
      assert.ok(subnets.every(({ inputs }) => String(inputs["availabilityZone"]).startsWith(prefix)));
    }
  });

  for (const failure of ["failed", "refused"] as const) {
    it(`fails only the Vpc of a subnet that has ${failure}`, async () => {
      const zones = ["r-1a", "r-1b", "r-1c"];
      const engine = await fakeEngine(zones, false, (type, name) =>
        type === "aws:ec2/subnet:Subnet" && name === "bad-public-1" ? failure : undefined,
      );

      const [bad, ...good] = await Promise.allSettled([
        construct(engine, {}, { name: "bad" }),
        ...["p", "q"].map((name) => construct(engine, {}, { name })),
      ]);

      assert.deepEqual(
        good.map(({ status, ...rest }) => (status === "fulfilled" ? status : String(Object.values(rest)[0]))),
        ["fulfilled", "fulfilled"],
      );
      assert.equal(bad.status, "rejected");
      assert.match(String((bad as PromiseRejectedResult).reason), /bad-public-1/);
      const ofOthers = ({ name }: Registered) => name.startsWith("bad-private");
      assert.equal(
        engine.registered.filter(ofOthers).length,
        11,
        "what does not depend on it is registered by then",
      );
      assert.equal((await construct(engine, {}, { name: "later" })).getUrn().endsWith("::later"), true);
    });
  }

  it("exits when its parent process is killed", async () => {
    const script = `require("node:child_process").spawn(${JSON.stringify(PLUGIN)}, ["127.0.0.1:9"], { stdio: ["ignore", "inherit", "inherit"] }); setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    const lines = createInterface(parent.stdout)[Symbol.asyncIterator]();
    assert.ok(Number((await lines.next()).value) > 0, "port");

    parent.kill("SIGKILL");

    // The plugin holds the pipe's other end: the pipe ends when the plugin does.
    assert.equal((await lines.next()).done, true);
  });
});
