import * as pulumi from "@pulumi/pulumi";
import { SIGNATURE_KEY } from "../../common/special-values";

/** What a program asked the engine to register. */
export type Registered = pulumi.runtime.MockResourceArgs;

/** Outputs that a registration adds to its own inputs. */
export type Outputs = Record<string, unknown>;

/** What a test changes in the mocked cloud. */
export interface MockOptions {
  /** Outputs by type token or by resource name, added to what the mocks answer. @default - none */
  readonly outputs?: Readonly<Record<string, Outputs>>;
  /** Answers by function token, such as `aws:index/getRegion:getRegion`. @default - those of {@link ANSWERS} */
  readonly answers?: Readonly<Record<string, Outputs>>;
  /** Runs before a registration is answered; what it waits for, the answer waits for. @default - nothing */
  readonly before?: (registered: Registered) => Promise<void>;
  /** Whether the program sees a preview. @default false */
  readonly preview?: boolean;
}

/** Account that the mocked cloud answers with. */
export const ACCOUNT = "123456789012";

/** Region that the mocked cloud answers with. */
export const REGION = "eu-west-1";

const ANSWERS: Readonly<Record<string, Outputs>> = {
  "aws:index/getRegion:getRegion": { id: REGION, name: REGION, region: REGION, description: "Ireland" },
  "aws:index/getPartition:getPartition": { id: "aws", partition: "aws", dnsSuffix: "amazonaws.com" },
  "aws:index/getCallerIdentity:getCallerIdentity": {
    id: ACCOUNT,
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/engineer`,
    userId: "AIDAEXAMPLE",
  },
};

/** Outputs that a type has beyond its inputs, where a component of ours reads them. */
const OUTPUTS: Readonly<Record<string, (name: string) => Outputs>> = {
  // a remote component is one opaque resource under mocks: its outputs are only what is answered here
  "awsx:ec2:Vpc": (name) => ({
    vpcId: `${name}-vpc-id`,
    publicSubnetIds: [`${name}-public-1-id`, `${name}-public-2-id`],
    privateSubnetIds: [`${name}-private-1-id`, `${name}-private-2-id`],
    isolatedSubnetIds: [`${name}-isolated-1-id`, `${name}-isolated-2-id`],
    routeTables: [{ id: `${name}-public-1-rtb` }, { id: `${name}-private-1-rtb` }],
  }),
  "aws:s3/bucket:Bucket": (name) => ({
    bucket: name,
    bucketDomainName: `${name}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
  }),
  "aws:cloudwatch/dashboard:Dashboard": (name) => ({ dashboardArn: `arn:aws:mock:::${name}` }),
  "aws:cloudfront/distribution:Distribution": (name) => ({
    domainName: `${name}.cloudfront.example.com`,
    hostedZoneId: "Z2FDTNDATAQYW2",
  }),
};

/** Frames that an error keeps: mocha lifts the limit, and each Pulumi promise then maps a whole stack. */
const STACK_FRAMES = 10;

/** Puts Pulumi in unit-test mode; registrations fall into the returned list. */
export async function recordResources(options: MockOptions = {}): Promise<Registered[]> {
  Error.stackTraceLimit = STACK_FRAMES;
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      async newResource(args) {
        await options.before?.(args);
        registered.push({ ...args, inputs: withoutSecrets(args.inputs) as Outputs });
        return { id: `${args.name}-id`, state: stateOf(args, options) };
      },
      call: ({ token, inputs }) => ({ ...inputs, ...ANSWERS[token], ...options.answers?.[token] }),
    },
    "archipelago",
    "test",
    options.preview ?? false,
  );
  return registered;
}

/** The key by which the engine's signed objects are known. */

/** A value with every secret in it laid bare, so that a test can read what a provider would. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  if (SIGNATURE_KEY in value && "value" in value) return withoutSecrets(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}

function stateOf({ type, name, inputs }: Registered, { outputs = {} }: MockOptions): Outputs {
  return {
    arn: `arn:aws:mock:::${name}`,
    name,
    ...OUTPUTS[type]?.(name),
    ...inputs,
    ...outputs[type],
    ...outputs[name],
  };
}

/** The one registration called `name`, of type `type` when several children carry the component's own name. */
export function registration(registered: readonly Registered[], name: string, type?: string): Registered {
  const found = registered.filter((one) => one.name === name && (type === undefined || one.type === type));
  const [only] = found;
  if (!only || found.length > 1) {
    const names = registered.map((one) => `${one.name} (${one.type})`).sort();
    throw new Error(
      `${found.length} registrations of ${name} ${type ?? ""}; there are:\n${names.join("\n")}`,
    );
  }
  return only;
}

/** Names of all registrations but the component's own, sorted: siblings race. */
export function childNames(registered: readonly Registered[]): string[] {
  return registered
    .slice(1)
    .map((one) => one.name)
    .sort();
}

/** Waits until `resource` and all its descendants are registered. */
export async function settled(resource: pulumi.Resource): Promise<void> {
  await resolved(resource.urn);
  const { __childResources: children = [] } = resource as unknown as {
    __childResources?: Set<pulumi.Resource>;
  };
  for (const child of children) await settled(child);
}

/** The value inside an output. */
export function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply((value) => resolve(value)));
}
