// The part of the EMR client that the handler uses. The runtime of Lambda brings the client along, so it is no dependency.
// @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-package.html
declare module "@aws-sdk/client-emr" {
  /** A command whose response is `Output`. */
  interface Command<Output> {
    readonly output?: Output;
  }

  class EMRClient {
    constructor(configuration: object);
    send<Output>(command: Command<Output>): Promise<Output>;
  }

  class ListClustersCommand implements Command<ListClustersOutput> {
    constructor(input: { ClusterStates: readonly string[]; Marker: string | undefined });
    readonly output?: ListClustersOutput;
  }

  interface ListClustersOutput {
    readonly Clusters?: readonly { readonly Id?: string }[];
    readonly Marker?: string;
  }

  class DescribeClusterCommand implements Command<DescribeClusterOutput> {
    constructor(input: { ClusterId: string });
    readonly output?: DescribeClusterOutput;
  }

  interface DescribeClusterOutput {
    readonly Cluster?: {
      readonly Status?: { readonly State?: string };
      readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
      readonly TerminationProtected?: boolean;
    };
  }

  class SetTerminationProtectionCommand implements Command<object> {
    constructor(input: { JobFlowIds: readonly string[]; TerminationProtected: boolean });
    readonly output?: object;
  }

  class TerminateJobFlowsCommand implements Command<object> {
    constructor(input: { JobFlowIds: readonly string[] });
    readonly output?: object;
  }
}
