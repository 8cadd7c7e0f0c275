import type * as pulumi from "@pulumi/pulumi";
import type { ConstructResult, InvokeResult, Provider } from "@pulumi/pulumi/provider";
import { isolateConstruction } from "./isolation";
import { Vpc } from "./vpc";

/** Substitute for the plugin of @pulumi/awsx: constructs `awsx:ec2:Vpc` and rejects other types by name. */
export class AwsxProvider implements Provider {
  /** Version of @pulumi/awsx that is imitated. */
  readonly version = "3.9.0";

  /** @throws {Error} for any other type, and for inputs that the component rejects */
  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    opts: pulumi.ComponentResourceOptions,
  ): Promise<ConstructResult> {
    if (type !== "awsx:ec2:Vpc") throw new Error(refusal(name, type));
    return isolateConstruction(async () => {
      const vpc = new Vpc(name, inputs, opts);
      return { urn: vpc.urn, state: await vpc.outputs };
    });
  }

  /** @throws {Error} always: awsx:ec2:Vpc has no methods */
  async call(token: string): Promise<InvokeResult> {
    throw new Error(refusal("call", token));
  }

  /** @throws {Error} always: the lab has no functions of awsx */
  async invoke(token: string): Promise<InvokeResult> {
    throw new Error(refusal("invoke", token));
  }
}

function refusal(name: string, token: string): string {
  return `${name}: type is ${JSON.stringify(token)}, expected "awsx:ec2:Vpc", the one component of awsx that the lab has; use @pulumi/aws directly`;
}
