import { AwsError, LookupError } from "../errors";
import { asString } from "../property-values";
import type { InvokeFunction } from "../resource-type";

/**
 * Accounts that deliver the access logs of load balancers, in the regions that have one.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
const ELB_ACCOUNTS: Readonly<Record<string, string>> = {
  "us-east-1": "127311923021",
  "us-east-2": "033677994240",
  "us-west-1": "027434742980",
  "us-west-2": "797873946194",
  "af-south-1": "098369216593",
  "ap-east-1": "754344448648",
  "ap-southeast-3": "589379963580",
  "ap-south-1": "718504428378",
  "ap-northeast-3": "383597477331",
  "ap-northeast-2": "600734575887",
  "ap-southeast-1": "114774131450",
  "ap-southeast-2": "783225319266",
  "ap-northeast-1": "582318560864",
  "ca-central-1": "985666609251",
  "eu-central-1": "054676820928",
  "eu-west-1": "156460612806",
  "eu-west-2": "652711504416",
  "eu-south-1": "635631232127",
  "eu-west-3": "009996457667",
  "eu-north-1": "897822967062",
  "me-south-1": "076674570225",
  "sa-east-1": "507241528517",
};

const serviceAccount: InvokeFunction = {
  token: "aws:elb/getServiceAccount:getServiceAccount",
  service: "elb",
  operation: "GetServiceAccount",
  run: (_args, { region, partition }) => {
    const id = ELB_ACCOUNTS[region];
    if (id === undefined) {
      throw new LookupError(
        `unknown region (${region}) for the account of Elastic Load Balancing; ` +
          "regions since August 2022 have none: use the principal logdelivery.elasticloadbalancing.amazonaws.com",
      );
    }
    return { arn: `arn:${partition}:iam::${id}:root`, id, region };
  },
};

/** Solution stacks of Elastic Beanstalk. @see https://docs.aws.amazon.com/elasticbeanstalk/latest/platforms/platforms-supported.html */
const SOLUTION_STACKS = [
  "64bit Amazon Linux 2023 v4.7.0 running Docker",
  "64bit Amazon Linux 2023 v4.7.0 running ECS",
  "64bit Amazon Linux 2023 v4.7.0 running Python 3.13",
  "64bit Amazon Linux 2023 v4.7.0 running Python 3.12",
  "64bit Amazon Linux 2023 v4.7.0 running Corretto 21",
  "64bit Amazon Linux 2023 v4.7.0 running Corretto 17",
  "64bit Amazon Linux 2023 v4.7.0 running PHP 8.4",
  "64bit Amazon Linux 2023 v6.7.0 running Node.js 24",
  "64bit Amazon Linux 2023 v6.7.0 running Node.js 22",
  "64bit Amazon Linux 2023 v6.7.0 running Node.js 20",
  "64bit Amazon Linux 2023 v3.6.0 running .NET 9",
  "64bit Amazon Linux 2023 v4.5.0 running Go 1",
  "64bit Windows Server 2025 v2.20.0 running IIS 10.0",
];

const solutionStack: InvokeFunction = {
  token: "aws:elasticbeanstalk/getSolutionStack:getSolutionStack",
  service: "elasticbeanstalk",
  operation: "ListAvailableSolutionStacks",
  run: (args, { region }) => {
    const nameRegex = asString(args["nameRegex"]) ?? "";
    let pattern: RegExp;
    try {
      pattern = new RegExp(nameRegex);
    } catch (error) {
      throw new AwsError("InvalidParameterValue", (error as Error).message);
    }
    const names = SOLUTION_STACKS.filter((name) => pattern.test(name));
    const [name] = names;
    if (name === undefined) {
      throw new LookupError(
        "your query returned no results; please change your search criteria and try again",
      );
    }
    if (names.length > 1 && args["mostRecent"] !== true) {
      throw new LookupError(
        "your query returned more than one result; set mostRecent, or a more specific nameRegex",
      );
    }
    return { ...args, id: name, name, nameRegex, region };
  },
};

/** Data sources of load balancing and Elastic Beanstalk. */
export const loadBalancingLookups: readonly InvokeFunction[] = [serviceAccount, solutionStack];
