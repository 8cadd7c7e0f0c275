import { NAME_LIMITS } from "../../../common/name-limits";
import { globalArn } from "../common/arn";
import { checkLength, checkOneOf, checkPattern } from "../common/checks";
import { assignedName, listObjects } from "../common/inputs";
import { findRecord } from "../common/records";
import { AwsError } from "../errors";
import { asNumber, asString, asStrings, type Properties } from "../property-values";
import type { CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";

const TYPE = "aws:budgets/budget:Budget";
const MODEL =
  "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html";

/** Most notifications of a budget; the service's documentation says both 5 and 10. */
const MOST_NOTIFICATIONS = 10;
/** Most e-mail subscribers of one notification. */
const MOST_EMAILS = 10;

/** A budget with its notifications. */
export const budget: ResourceType = {
  type: TYPE,
  service: "budgets",
  scope: "global",
  name: { property: "name" },
  immutable: ["accountId", "name", "namePrefix"],
  defaults: (inputs) => ({ timePeriodEnd: "2087-06-15_00:00", ...inputs }),
  check,
  create: (call, inputs, draft): Draft => {
    validate(inputs);
    return createBudget(call, inputs, draft);
  },
  update: (_call, inputs, change) => {
    validate(inputs);
    return change.draft;
  },
  durations: { create: 1, update: 1, delete: 1 },
};

function check(inputs: Properties): readonly CheckFailure[] {
  return [
    ...checkLength("name", inputs.name, 1, NAME_LIMITS[TYPE]),
    ...checkPattern("name", inputs.name, /^(?!.*\/action\/)[^:\\]*$/, "must not contain :, \\ or /action/"),
    ...checkOneOf("budgetType", inputs.budgetType, [
      "USAGE",
      "COST",
      "RI_UTILIZATION",
      "RI_COVERAGE",
      "SAVINGS_PLANS_UTILIZATION",
      "SAVINGS_PLANS_COVERAGE",
    ]),
    ...checkOneOf("timeUnit", inputs.timeUnit, ["DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY", "CUSTOM"]),
    ...listObjects(inputs.notifications).flatMap((one, index) => [
      ...checkOneOf(`notifications[${index}].comparisonOperator`, one.comparisonOperator, [
        "GREATER_THAN",
        "LESS_THAN",
        "EQUAL_TO",
      ]),
      ...checkOneOf(`notifications[${index}].notificationType`, one.notificationType, [
        "ACTUAL",
        "FORECASTED",
      ]),
      ...checkOneOf(`notifications[${index}].thresholdType`, one.thresholdType, [
        "PERCENTAGE",
        "ABSOLUTE_VALUE",
      ]),
    ]),
  ];
}

/** @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html */
function validate(inputs: Properties): void {
  const notifications = listObjects(inputs.notifications);
  if (notifications.length > MOST_NOTIFICATIONS)
    throw new AwsError(
      "CreationLimitExceededException",
      `Number of notifications exceeds the limit of ${MOST_NOTIFICATIONS} for a budget.`,
      { source: MODEL },
    );
  for (const one of notifications) {
    const emails = asStrings(one.subscriberEmailAddresses).length;
    const topics = asStrings(one.subscriberSnsTopicArns).length;
    if (emails + topics === 0) throw parameterError("A notification must have at least one subscriber.");
    if (topics > 1) throw parameterError("A notification must have at most one SNS subscriber.");
    if (emails > MOST_EMAILS)
      throw parameterError(`A notification must have at most ${MOST_EMAILS} EMAIL subscribers.`);
    if ((asNumber(one.threshold) ?? 0) < 0)
      throw parameterError("The threshold of a notification must not be negative.");
  }
}

function parameterError(words: string): AwsError {
  return new AwsError("InvalidParameterException", words, { source: MODEL });
}

function createBudget(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const name = assignedName(draft);
  const accountId = asString(inputs.accountId) || call.account;
  const id = `${accountId}:${name}`;
  if (findRecord(call, TYPE, id) !== undefined)
    throw new AwsError(
      "DuplicateRecordException",
      `Error creating budget: ${name} - the budget already exists.`,
      {
        source: MODEL,
      },
    );
  return {
    id,
    outputs: { ...draft.outputs, name, accountId, arn: globalArn(call, "budgets", `budget/${name}`) },
  };
}
