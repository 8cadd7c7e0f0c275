import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { SIGNATURE_KEY } from "../../common/special-values";

/** Type and logical name of a resource. */
export interface ResourceRef {
  readonly type: string;
  readonly name: string;
}

/** One resource that a program registers. */
export interface Registration extends pulumi.runtime.MockResourceArgs {
  /** Parent; undefined for a resource at the top of its stack. */
  readonly parent: ResourceRef | undefined;
  /** Resources that exist before this one: those of `dependsOn`, and those whose outputs its inputs contain. */
  readonly dependencies: readonly ResourceRef[];
  /** Resources that only `dependsOn` names, no input. */
  readonly explicitDependencies: readonly ResourceRef[];
}

/** Outputs that a mock adds to a registration's inputs. */
export type Outputs = Record<string, unknown>;

/** Changes of a test to the mocked cloud. */
export interface MockOptions {
  /** Additional outputs, by type token or by resource name. @default - none */
  readonly outputs?: Readonly<Record<string, Outputs>>;
  /** Results of functions by token, such as `aws:index/getRegion:getRegion`. @default - those of {@link FUNCTION_RESULTS} */
  readonly results?: Readonly<Record<string, Outputs>>;
  /** Runs before each registration; the registration waits for it. @default - nothing */
  readonly before?: (args: pulumi.runtime.MockResourceArgs) => Promise<void>;
  /** Receives each call of a function. @default - nothing */
  readonly onCall?: (args: { readonly token: string; readonly inputs: Outputs }) => void;
  /** Whether the program sees a preview. @default false */
  readonly preview?: boolean;
}

/** Account of the mocked cloud. */
export const ACCOUNT = "123456789012";

/** Region of the mocked cloud. */
export const REGION = "eu-west-1";

const FUNCTION_RESULTS: Readonly<Record<string, Outputs>> = {
  "aws:index/getRegion:getRegion": { id: REGION, name: REGION, region: REGION, description: "Ireland" },
  "aws:index/getPartition:getPartition": { id: "aws", partition: "aws", dnsSuffix: "amazonaws.com" },
  "aws:index/getAvailabilityZones:getAvailabilityZones": {
    names: ["a", "b", "c", "d", "e", "f"].map((letter) => REGION + letter),
  },
  "aws:ec2/getSubnet:getSubnet": { mapPublicIpOnLaunch: false },
  "aws:ec2/getVpc:getVpc": { mainRouteTableId: "rtb-main" },
  "aws:ec2/getRouteTables:getRouteTables": { ids: ["rtb-private"] },
  "aws:ec2/getRouteTable:getRouteTable": {
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "", natGatewayId: "nat-0" }],
  },
  "aws:index/getCallerIdentity:getCallerIdentity": {
    id: ACCOUNT,
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/engineer`,
    userId: "AIDAEXAMPLE",
  },
};

/** Outputs of a type beyond its inputs, for those that our components read. */
const OUTPUTS: Readonly<Record<string, (name: string) => Outputs>> = {
  // mocks run no remote component: it has no children and only these outputs
  "awsx:ec2:Vpc": (name) => ({
    vpcId: `${name}-vpc-id`,
    publicSubnetIds: [`${name}-public-1-id`, `${name}-public-2-id`],
    privateSubnetIds: [`${name}-private-1-id`, `${name}-private-2-id`],
    isolatedSubnetIds: [`${name}-isolated-1-id`, `${name}-isolated-2-id`],
    subnets: vpcParts(name, "id"),
    routeTables: vpcParts(name, "rtb"),
    internetGateway: { id: `${name}-igw` },
  }),
  "aws:s3/bucket:Bucket": (name) => ({
    bucket: name,
    bucketDomainName: `${name}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
    region: REGION,
  }),
  "aws:cloudwatch/dashboard:Dashboard": (name) => ({ dashboardArn: `arn:aws:mock:::${name}` }),
  "aws:cloudfront/distribution:Distribution": (name) => ({
    domainName: `${name}.cloudfront.example.com`,
    hostedZoneId: "Z2FDTNDATAQYW2",
  }),
};

/** Outputs that depend on the inputs, or differ from the input of the same name. */
const CHANGED_INPUTS: Readonly<Record<string, (name: string, inputs: Outputs) => Outputs>> = {
  "pulumi:index:Stash": (_name, { input }) => ({ output: input }),
  "awsx:ec2:Vpc": (name) => ({ natGateways: [{ id: `${name}-1-nat`, publicIp: "192.0.2.1" }] }),
};

/** Frames of an error's stack: mocha removes the limit, and each Pulumi promise then maps a whole stack. */
const STACK_FRAMES = 10;

/** Parts of a VPC with two zones, in the order of awsx: zone by zone, public before private before isolated. */
function vpcParts(name: string, suffix: string): { readonly id: string }[] {
  return [1, 2].flatMap((zone) =>
    ["public", "private", "isolated"].map((tier) => ({ id: `${name}-${tier}-${zone}-${suffix}` })),
  );
}

/** Puts Pulumi in unit-test mode. Returns the list that every registration is added to. */
export async function recordResources(options: MockOptions = {}): Promise<Registration[]> {
  Error.stackTraceLimit = STACK_FRAMES;
  const registrations: Registration[] = [];
  const requests = new Map<string, RegisterResourceRequest>();
  await pulumi.runtime.setMocks(
    {
      async newResource(args) {
        await options.before?.(args);
        const relations = relationsOf(requests.get(`${args.type} ${args.name}`));
        registrations.push({ ...args, ...relations, inputs: revealSecrets(args.inputs) as Outputs });
        return { id: `${args.name}-id`, state: mockState(args, options) };
      },
      call: ({ token, inputs }) => {
        options.onCall?.({ token, inputs });
        return { ...inputs, ...FUNCTION_RESULTS[token], ...options.results?.[token] };
      },
    },
    "archipelago",
    "test",
    options.preview ?? false,
  );
  recordRequests(requests);
  return registrations;
}

interface MockMonitor {
  registerResource(request: RegisterResourceRequest, callback: unknown): Promise<void>;
}

/** Keeps each request by type and name: mocks receive only a part of it, without parent and dependencies. */
function recordRequests(requests: Map<string, RegisterResourceRequest>): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor;
  const registerResource = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    requests.set(`${request.getType()} ${request.getName()}`, request);
    return registerResource(request, callback);
  };
}

function relationsOf(
  request: RegisterResourceRequest | undefined,
): Pick<Registration, "parent" | "dependencies" | "explicitDependencies"> {
  if (!request) return { parent: undefined, dependencies: [], explicitDependencies: [] };
  const urns = request.getDependenciesList();
  const propertyUrns = new Set<string>();
  for (const [, dependencies] of request.getPropertydependenciesMap().entries()) {
    for (const urn of dependencies.getUrnsList()) propertyUrns.add(urn);
  }
  return {
    parent: request.getParent() === "" ? undefined : parseUrn(request.getParent()),
    dependencies: urns.map(parseUrn),
    explicitDependencies: urns.filter((urn) => !propertyUrns.has(urn)).map(parseUrn),
  };
}

function parseUrn(urn: string): ResourceRef {
  const [, , types = "", name = ""] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name };
}

/** Replaces every secret by its value, so that a test reads what a provider would. */
function revealSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealSecrets);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  if (SIGNATURE_KEY in value && "value" in value) return revealSecrets(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revealSecrets(inner)]));
}

function mockState(
  { type, name, inputs }: pulumi.runtime.MockResourceArgs,
  { outputs = {} }: MockOptions,
): Outputs {
  return {
    arn: `arn:aws:mock:::${name}`,
    name,
    ...OUTPUTS[type]?.(name),
    ...inputs,
    ...CHANGED_INPUTS[type]?.(name, inputs),
    ...outputs[type],
    ...outputs[name],
  };
}

/** Returns the registration called `name`, of type `type` where several children have the same name. */
export function findRegistration(
  registrations: readonly Registration[],
  name: string,
  type?: string,
): Registration {
  const matches = registrations.filter(
    (one) => one.name === name && (type === undefined || one.type === type),
  );
  const [match] = matches;
  if (!match || matches.length > 1) {
    const names = registrations.map((one) => `${one.name} (${one.type})`).sort();
    throw new Error(
      `${matches.length} registrations of ${name} ${type ?? ""}, expected one of:\n${names.join("\n")}`,
    );
  }
  return match;
}

/** Returns the names of all registrations but the component's own, sorted because siblings race. */
export function childNames(registrations: readonly Registration[]): string[] {
  return registrations
    .slice(1)
    .map(({ name }) => name)
    .sort();
}

/** Waits until `resource` and all its descendants are registered. */
export async function waitForChildren(resource: pulumi.Resource): Promise<void> {
  await outputValue(resource.urn);
  const { __childResources: children = [] } = resource as unknown as {
    __childResources?: Set<pulumi.Resource>;
  };
  for (const child of children) await waitForChildren(child);
}

/** Returns the value of an output; rejects when the output fails. */
export function outputValue<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as { promise(): Promise<T> }).promise();
}
