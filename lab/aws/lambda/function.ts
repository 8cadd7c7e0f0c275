import { NAME_LIMITS } from "../../../common/name-limits";
import { checkBetween, checkLength } from "../common/checks";
import { AwsError } from "../errors";
import { findRole, trustsService } from "../iam/trust";
import { asString, type Properties } from "../property-values";
import type { Call, ResourceType } from "../resource-type";

const TYPE = "aws:lambda/function:Function";

/** A function. */
export const lambdaFunction: ResourceType = {
  type: TYPE,
  service: "lambda",
  arn: "arn:{partition}:lambda:{region}:{account}:function:{name}",
  name: { property: "name" },
  alsoImmutable: ["packageType"],
  check: (inputs) => [
    ...checkLength("name", inputs.name, 1, NAME_LIMITS[TYPE]),
    ...checkBetween("timeout", inputs.timeout, 1, 900),
  ],
  create: (call, inputs, draft) => {
    refuseRole(call, inputs);
    return draft;
  },
  update: (call, inputs, { draft }) => {
    refuseRole(call, inputs);
    return draft;
  },
  durations: { create: 5, update: 5, delete: 1 },
};

/**
 * Refuses a role that Lambda may not assume; a role that the simulated cloud does not know passes.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-deployment.html
 */
function refuseRole(call: Call, inputs: Properties): void {
  const role = findRole(call, asString(inputs.role) ?? "");
  if (role === undefined || trustsService(role, "lambda.amazonaws.com")) return;
  throw new AwsError(
    "InvalidParameterValueException",
    "The role defined for the function cannot be assumed by Lambda.",
    { source: "https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-deployment.html" },
  );
}
