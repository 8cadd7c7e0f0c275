import { globalArn } from "../common/arn";
import { length, matches, oneOf } from "../common/faults";
import { several } from "../common/inputs";
import { recordAt } from "../common/lookup";
import { AwsError } from "../errors";
import type { CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { numeric, type Properties, text, texts } from "../value";

const TYPE = "aws:budgets/budget:Budget";
const MODEL =
  "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html";

/** Most notifications of a budget; the service's own texts say 5 as well as 10. */
const MOST_NOTIFICATIONS = 10;
/** Most e-mail subscribers of one notification. */
const MOST_EMAILS = 10;

/** A budget with its notifications. */
export const budget: ResourceType = {
  type: TYPE,
  service: "budgets",
  scope: "global",
  name: { property: "name", maxLength: 100 },
  immutable: ["accountId", "name", "namePrefix"],
  defaults: (inputs) => ({ timePeriodEnd: "2087-06-15_00:00", ...inputs }),
  check,
  create: (call, inputs, draft): Draft => {
    judge(inputs);
    return lay(call, inputs, draft);
  },
  update: (_call, inputs, change) => {
    judge(inputs);
    return change.draft;
  },
  durations: { create: 1, update: 1, delete: 1 },
};

function check(inputs: Properties): readonly CheckFailure[] {
  return [
    ...length("name", inputs.name, 1, 100),
    ...matches("name", inputs.name, /^(?!.*\/action\/)[^:\\]*$/, "must not contain :, \\ or /action/"),
    ...oneOf("budgetType", inputs.budgetType, [
      "USAGE",
      "COST",
      "RI_UTILIZATION",
      "RI_COVERAGE",
      "SAVINGS_PLANS_UTILIZATION",
      "SAVINGS_PLANS_COVERAGE",
    ]),
    ...oneOf("timeUnit", inputs.timeUnit, ["DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY", "CUSTOM"]),
    ...several(inputs.notifications).flatMap((one, index) => [
      ...oneOf(`notifications[${index}].comparisonOperator`, one.comparisonOperator, [
        "GREATER_THAN",
        "LESS_THAN",
        "EQUAL_TO",
      ]),
      ...oneOf(`notifications[${index}].notificationType`, one.notificationType, ["ACTUAL", "FORECASTED"]),
      ...oneOf(`notifications[${index}].thresholdType`, one.thresholdType, ["PERCENTAGE", "ABSOLUTE_VALUE"]),
    ]),
  ];
}

/** @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Notification.html */
function judge(inputs: Properties): void {
  const notifications = several(inputs.notifications);
  if (notifications.length > MOST_NOTIFICATIONS)
    throw new AwsError(
      "CreationLimitExceededException",
      `Number of notifications exceeds the limit of ${MOST_NOTIFICATIONS} for a budget.`,
      { source: MODEL },
    );
  for (const one of notifications) {
    const emails = texts(one.subscriberEmailAddresses).length;
    const topics = texts(one.subscriberSnsTopicArns).length;
    if (emails + topics === 0) throw invalid("A notification must have at least one subscriber.");
    if (topics > 1) throw invalid("A notification must have at most one SNS subscriber.");
    if (emails > MOST_EMAILS)
      throw invalid(`A notification must have at most ${MOST_EMAILS} EMAIL subscribers.`);
    if ((numeric(one.threshold) ?? 0) < 0)
      throw invalid("The threshold of a notification must not be negative.");
  }
}

function invalid(words: string): AwsError {
  return new AwsError("InvalidParameterException", words, { source: MODEL });
}

function lay(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
  const accountId = text(inputs.accountId) || call.account;
  const id = `${accountId}:${name}`;
  if (recordAt(call, TYPE, id) !== undefined)
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
